package dev.atelier.core.gallery.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.Store;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.gallery.Facets;
import dev.atelier.core.gallery.GalleryFilter;
import dev.atelier.core.gallery.GalleryImage;
import dev.atelier.core.gallery.ImageRef;
import dev.atelier.core.gallery.Marks;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.ImageBrief;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.generation.Medium;
import dev.atelier.core.generation.PromptMode;
import dev.atelier.core.generation.TaskId;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link GalleryRepository} promises. */
public abstract class GalleryRepositoryContract {
    private GalleryRepository gallery;
    private Samples.Tenant tenant;

    /** The same store during one test. */
    protected abstract Store store();

    @BeforeEach
    void makeTenant() {
        gallery = store().gallery();
        tenant = Samples.tenant(store());
    }

    @Test
    void aPictureCarriesWhatItWasMadeFrom() {
        Generation full = Samples.full(store(), tenant);
        store().generations().insert(full);
        ImageTask task = full.tasks().get(0);
        GalleryImage image = gallery.find(tenant.id(), task.id()).orElseThrow();
        assertThat(image)
                .isEqualTo(new GalleryImage(
                        task.id(),
                        tenant.id(),
                        full.id(),
                        0,
                        "one",
                        full.brief(),
                        full.terms().provider(),
                        tenant.userId(),
                        "Ada",
                        task.output(),
                        task.completedAt(),
                        Marks.NONE));
        assertThat(image.alt()).isEqualTo("one");
        assertThat(list(GalleryFilter.KEPT)).containsExactly(image.id());
        for (ImageTask other : full.tasks().subList(1, 6)) {
            assertThat(gallery.find(tenant.id(), other.id())).isEmpty();
        }
    }

    @Test
    void marksAreStoredAndTheWorkflowLeavesThemAlone() {
        Generation full = Samples.full(store(), tenant);
        store().generations().insert(full);
        TaskId id = full.tasks().get(0).id();
        Marks marked = mark(
                        id,
                        marks -> marks.withAlt(" a 'pot' ☕ ")
                                .withStarred(true)
                                .tagged("b \"2\"")
                                .tagged("a,1")
                                .trashed(Samples.NOW))
                .marks();
        assertThat(marked).isEqualTo(new Marks("a 'pot' ☕", true, List.of("b \"2\"", "a,1"), Samples.NOW, null, 2));
        store().transactions().run(() -> {
            Generation before =
                    store().generations().lock(tenant.id(), full.id()).orElseThrow();
            ImageTask task = before.tasks().get(0);
            Generation after = before.withTask(new ImageTask(
                    task.id(),
                    0,
                    task.state(),
                    "other words",
                    task.hold(),
                    task.attempts(),
                    task.output(),
                    null,
                    task.completedAt()));
            store().generations().update(before, after.nextVersion());
        });
        GalleryImage now = gallery.find(tenant.id(), id).orElseThrow();
        assertThat(now.prompt()).isEqualTo("other words");
        assertThat(now.marks()).isEqualTo(marked);
        assertThat(mark(id, marks -> marks.withTags(List.of()).withAlt(null).restored())
                        .marks())
                .isEqualTo(new Marks(null, true, List.of(), null, null, 3));
    }

    @Test
    void aChangeOfAnOldVersionIsRefusedAndLeavesNothing() {
        List<TaskId> ids = pictures(2, Samples.NOW);
        mark(ids.get(1), marks -> marks.withStarred(true));
        List<GalleryImage> stale = gallery.findAll(tenant.id(), ids).stream()
                .map(image -> image.with(new Marks("new", false, List.of(), null, null, 2)))
                .sorted(Comparator.comparing(image -> ids.indexOf(image.id())))
                .toList();
        assertThatThrownBy(() -> store().transactions().run(() -> gallery.update(stale)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(gallery.findAll(tenant.id(), ids))
                .allSatisfy(image -> assertThat(image.marks().alt()).isNull());
        gallery.update(List.of());
    }

    @Test
    void anotherOrgFindsNothing() {
        TaskId id = pictures(1, Samples.NOW).get(0);
        OrgId other = Samples.tenant(store()).id();
        assertThat(gallery.find(other, id)).isEmpty();
        assertThat(gallery.findAll(other, List.of(id))).isEmpty();
        assertThat(store().transactions().inTransaction(() -> gallery.lock(other, List.of(id))))
                .isEmpty();
        assertThat(gallery.list(other, GalleryFilter.KEPT, PageRequest.first(9)).items())
                .isEmpty();
        assertThat(gallery.children(other, id, 9)).isEmpty();
        assertThat(gallery.facets(other)).isEqualTo(new Facets(List.of(), List.of(), List.of()));
        assertThat(gallery.findAll(tenant.id(), List.of())).isEmpty();
        assertThat(gallery.find(tenant.id(), new TaskId(UUID.randomUUID()))).isEmpty();
    }

    @Test
    void filtersLetThroughWhatTheySay() {
        ModelId model = new ModelId("seedream/5");
        Generation first = Samples.arrived(store(), tenant, brief("A red TEAPOT", model, null), Samples.NOW);
        List<TaskId> plain = pictures(2, Samples.NOW.plusSeconds(60));
        TaskId red = first.tasks().get(0).id();
        TaskId one = plain.get(0);
        TaskId two = plain.get(1);
        mark(one, marks -> marks.withStarred(true).tagged("Autumn 26"));
        assertThat(list(GalleryFilter.KEPT)).containsExactly(two, one, red);
        assertThat(list(GalleryFilter.KEPT.withStarred(true))).containsExactly(one);
        assertThat(list(GalleryFilter.KEPT.withModel(model))).containsExactly(red);
        assertThat(list(GalleryFilter.KEPT.withUser(tenant.userId()))).hasSize(3);
        assertThat(list(GalleryFilter.KEPT.withUser(new UserId(UUID.randomUUID()))))
                .isEmpty();
        assertThat(list(GalleryFilter.KEPT.withGeneration(first.id()))).containsExactly(red);
        assertThat(list(GalleryFilter.KEPT.withGeneration(new GenerationId(UUID.randomUUID()))))
                .isEmpty();
        assertThat(list(GalleryFilter.KEPT.withTag("Autumn 26"))).containsExactly(one);
        assertThat(list(GalleryFilter.KEPT.withTag("autumn"))).isEmpty();
        assertThat(list(GalleryFilter.KEPT.withWords(List.of("teapot", "Red")))).containsExactly(red);
        assertThat(list(GalleryFilter.KEPT.withWords(List.of("AUTUMN")))).containsExactly(one);
        assertThat(list(GalleryFilter.KEPT.withWords(List.of("picture", "1:")))).containsExactly(two);
        assertThat(list(GalleryFilter.KEPT.withWords(List.of("%")))).isEmpty();
        Instant oneAt = Samples.NOW.plusSeconds(60);
        assertThat(list(GalleryFilter.KEPT.between(oneAt, null))).containsExactly(two, one);
        assertThat(list(GalleryFilter.KEPT.between(null, oneAt))).containsExactly(red);
        mark(two, marks -> marks.trashed(Samples.NOW));
        assertThat(list(GalleryFilter.KEPT)).containsExactly(one, red);
        assertThat(list(GalleryFilter.KEPT.withTrash(true))).containsExactly(two);
        assertThat(list(GalleryFilter.KEPT.withTrash(true).withStarred(true))).isEmpty();
        mark(two, marks -> marks.purged(Samples.NOW));
        assertThat(list(GalleryFilter.KEPT.withTrash(true))).isEmpty();
        assertThat(gallery.find(tenant.id(), two).orElseThrow().marks().purged())
                .isTrue();
    }

    @Test
    void whoFollowsTheCursorsMeetsEachPictureOnceWhileOthersGo() {
        Random random = new Random(26);
        for (int round = 0; round < 5; round++) {
            List<TaskId> ids = new ArrayList<>(pictures(12, Samples.NOW.plusSeconds(1_000L * round)));
            // Of one moment, so that ids alone part them.
            ids.addAll(pictures(5, Samples.NOW.plusSeconds(1_000L * round)));
        }
        List<GalleryImage> all = gallery.list(tenant.id(), GalleryFilter.KEPT, PageRequest.first(200))
                .items();
        assertThat(all)
                .hasSize(85)
                .isSortedAccordingTo(
                        Comparator.comparing(GalleryImage::createdAt).reversed());
        List<TaskId> trashed = new ArrayList<>();
        List<TaskId> seen = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            Page<GalleryImage> page =
                    gallery.list(tenant.id(), GalleryFilter.KEPT, new PageRequest(1 + random.nextInt(9), cursor));
            page.items().forEach(image -> seen.add(image.id()));
            cursor = page.nextCursor();
            TaskId victim = all.get(random.nextInt(all.size())).id();
            mark(victim, marks -> marks.trashed(Samples.NOW));
            if (!seen.contains(victim)) {
                trashed.add(victim);
            }
            pictures(1, Samples.NOW.plusSeconds(100_000)); // newer than all: behind the reader
        } while (cursor != null);
        List<TaskId> wanted = new ArrayList<>(all.stream().map(GalleryImage::id).toList());
        wanted.removeAll(trashed);
        assertThat(seen).containsExactlyElementsOf(wanted);
        assertThat(trashed).isNotEmpty();
    }

    @Test
    void childrenAreFoundByTheirParent() {
        TaskId parent = pictures(1, Samples.NOW).get(0);
        Generation later = Samples.arrived(
                store(), tenant, brief("later", new ModelId("m/1"), parent), Samples.NOW.plusSeconds(90));
        Generation child = Samples.arrived(
                store(), tenant, brief("child", new ModelId("m/1"), parent), Samples.NOW.plusSeconds(9));
        assertThat(store().generations().find(tenant.id(), child.id())).contains(child);
        assertThat(gallery.children(tenant.id(), parent, 9))
                .extracting(GalleryImage::id)
                .containsExactly(child.tasks().get(0).id(), later.tasks().get(0).id());
        assertThat(gallery.children(tenant.id(), parent, 1)).hasSize(1);
        mark(child.tasks().get(0).id(), marks -> marks.trashed(Samples.NOW));
        assertThat(gallery.children(tenant.id(), parent, 9)).hasSize(1);
    }

    @Test
    void facetsNameWhatThereIs() {
        Samples.stored(store(), tenant); // no picture came of it
        Samples.arrived(store(), tenant, brief("x", new ModelId("b/2"), null), Samples.NOW);
        Samples.arrived(store(), tenant, brief("x", new ModelId("b/2"), null), Samples.NOW);
        Generation a = Samples.arrived(store(), tenant, brief("x", new ModelId("a/1"), null), Samples.NOW);
        mark(a.tasks().get(0).id(), marks -> marks.tagged("z").tagged("Y"));
        Facets.Person ada = new Facets.Person(tenant.userId(), "Ada");
        assertThat(gallery.facets(tenant.id()))
                .isEqualTo(
                        new Facets(List.of(new ModelId("a/1"), new ModelId("b/2")), List.of(ada), List.of("Y", "z")));
        mark(a.tasks().get(0).id(), marks -> marks.trashed(Samples.NOW));
        assertThat(gallery.facets(tenant.id()))
                .isEqualTo(new Facets(List.of(new ModelId("b/2")), List.of(ada), List.of()));
    }

    @Test
    void theTrashIsEmptiedOldestFirstUntilTheFilesAreGone() {
        List<TaskId> ids = pictures(3, Samples.NOW);
        Instant limit = Samples.NOW.plusSeconds(500);
        mark(ids.get(0), marks -> marks.trashed(limit.minusSeconds(1)));
        mark(ids.get(1), marks -> marks.trashed(limit.minusSeconds(2)));
        mark(ids.get(2), marks -> marks.trashed(limit));
        ImageRef newer = new ImageRef(tenant.id(), ids.get(0));
        ImageRef older = new ImageRef(tenant.id(), ids.get(1));
        assertThat(gallery.trashedBefore(limit, 9)).containsExactly(older, newer);
        assertThat(gallery.trashedBefore(limit, 1)).containsExactly(older);
        gallery.filesGone(older); // not purged yet: nothing to note
        assertThat(gallery.trashedBefore(limit, 9)).hasSize(2);
        mark(older.image(), marks -> marks.purged(limit));
        assertThat(gallery.trashedBefore(limit, 9)).containsExactly(older, newer);
        gallery.filesGone(older);
        assertThat(gallery.trashedBefore(limit, 9)).containsExactly(newer);
    }

    private List<TaskId> list(GalleryFilter filter) {
        return gallery.list(tenant.id(), filter, PageRequest.first(50)).items().stream()
                .map(GalleryImage::id)
                .toList();
    }

    private List<TaskId> pictures(int count, Instant at) {
        return Samples.arrived(store(), tenant, count, at).tasks().stream()
                .map(ImageTask::id)
                .toList();
    }

    private static ImageBrief brief(String prompt, ModelId model, @Nullable TaskId parent) {
        return new ImageBrief(
                prompt,
                1,
                List.of(),
                List.of(),
                null,
                null,
                null,
                model,
                null,
                null,
                parent,
                PromptMode.WRITTEN_FOR_ME,
                Medium.PICTURE);
    }

    private GalleryImage mark(TaskId id, UnaryOperator<Marks> change) {
        return store().transactions().inTransaction(() -> {
            GalleryImage image = gallery.lock(tenant.id(), List.of(id)).get(0);
            gallery.update(List.of(image.with(change.apply(image.marks()).nextVersion())));
            return gallery.find(tenant.id(), id).orElseThrow();
        });
    }
}
