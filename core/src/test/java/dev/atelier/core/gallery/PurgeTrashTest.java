package dev.atelier.core.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.fakes.Samples;
import dev.atelier.core.fakes.SettableClock;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.OutputFile;
import dev.atelier.core.generation.TaskId;
import dev.atelier.core.memory.InMemoryBlobStore;
import dev.atelier.core.memory.InMemoryStore;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PurgeTrashTest {
    private final SettableClock clock = SettableClock.standing(Samples.NOW.plus(Duration.ofDays(1)));
    private final InMemoryStore store = new InMemoryStore(clock);
    private final InMemoryBlobStore blobs = new InMemoryBlobStore(clock);
    private final Samples.Tenant tenant = Samples.tenant(store);
    private final MarkImages marks = new MarkImages(store);
    private final PurgeTrash trash = new PurgeTrash(store, blobs, clock);
    private List<TaskId> ids = List.of();

    @BeforeEach
    void makePictures() {
        Generation generation = Samples.arrived(store, tenant, 3, Samples.NOW);
        ids = generation.tasks().stream().map(task -> task.id()).toList();
        ids.forEach(id -> {
            OutputFile output = found(id).output();
            blobs.put(output.key(), "image/png", 1, new ByteArrayInputStream(new byte[1]));
            output.thumbnails()
                    .forEach(thumb -> blobs.put(thumb.key(), "image/jpeg", 1, new ByteArrayInputStream(new byte[1])));
        });
    }

    @Test
    void onlyWhatLayThereForThirtyDaysLosesItsBytes() {
        mark(ids.get(0));
        clock.advance(Duration.ofSeconds(1));
        mark(ids.get(1));
        clock.advance(PurgeTrash.KEEP);
        assertThat(trash.purge(10)).isEqualTo(1);
        assertThat(files(ids.get(0))).isZero();
        assertThat(found(ids.get(0)).marks().purgedAt()).isEqualTo(clock.instant());
        assertThat(files(ids.get(1))).isEqualTo(3);
        assertThat(files(ids.get(2))).isEqualTo(3);
        assertThat(trash.purge(10)).isZero();
    }

    @Test
    void whatWasTakenBackStays() {
        mark(ids.get(0));
        clock.advance(PurgeTrash.KEEP.plusDays(1));
        marks.mark(tenant.id(), ids.get(0), Marks::restored);
        assertThat(trash.purge(10)).isZero();
        assertThat(files(ids.get(0))).isEqualTo(3);
    }

    @Test
    void aPurgeThatDiedBeforeTheFilesIsFinished() {
        mark(ids.get(0));
        clock.advance(PurgeTrash.KEEP.plusDays(1));
        GalleryImage doomed = found(ids.get(0));
        store.gallery()
                .update(List.of(
                        doomed.with(doomed.marks().purged(clock.instant()).nextVersion())));
        assertThat(marks.mark(tenant.id(), ids.get(0), Marks::restored).outcome())
                .isEqualTo(Marked.Outcome.PURGED);
        assertThat(trash.purge(10)).isEqualTo(1);
        assertThat(files(ids.get(0))).isZero();
        assertThat(trash.purge(10)).isZero();
    }

    @Test
    void aFewAtATimeMeansThatFew() {
        ids.forEach(this::mark);
        clock.advance(PurgeTrash.KEEP.plusDays(1));
        assertThat(trash.purge(2)).isEqualTo(2);
        assertThat(trash.purge(2)).isEqualTo(1);
        assertThat(ids).allSatisfy(id -> assertThat(files(id)).isZero());
    }

    private void mark(TaskId id) {
        marks.mark(tenant.id(), id, before -> before.trashed(clock.instant()));
    }

    private GalleryImage found(TaskId id) {
        return store.gallery().find(tenant.id(), id).orElseThrow();
    }

    private long files(TaskId id) {
        OutputFile output = found(id).output();
        return output.thumbnails().stream()
                        .filter(thumb -> blobs.info(thumb.key()).isPresent())
                        .count()
                + (blobs.info(output.key()).isPresent() ? 1 : 0);
    }
}
