package dev.atelier.core.memory;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.User;
import dev.atelier.core.account.spi.AccountRepository;
import dev.atelier.core.gallery.Facets;
import dev.atelier.core.gallery.GalleryFilter;
import dev.atelier.core.gallery.GalleryImage;
import dev.atelier.core.gallery.ImageRef;
import dev.atelier.core.gallery.Marks;
import dev.atelier.core.gallery.spi.GalleryRepository;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationType;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.generation.OutputFile;
import dev.atelier.core.generation.TaskId;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Marks by task; the pictures are those of the generations. */
final class InMemoryGalleryRepository implements GalleryRepository {
    private final InMemoryDatabase database;
    private final InMemoryGenerationRepository generations;
    private final AccountRepository accounts;
    private final InMemoryTable<TaskId, Marks> marks;
    private final InMemoryTable<TaskId, Boolean> gone;

    InMemoryGalleryRepository(
            InMemoryDatabase database, InMemoryGenerationRepository generations, AccountRepository accounts) {
        this.database = database;
        this.generations = generations;
        this.accounts = accounts;
        this.marks = new InMemoryTable<>(database, Comparator.comparing(TaskId::value));
        this.gone = new InMemoryTable<>(database, Comparator.comparing(TaskId::value));
    }

    private Stream<GalleryImage> pictures() {
        return generations
                .all()
                .filter(generation -> generation.type() == GenerationType.IMAGE)
                .flatMap(generation -> generation.tasks().stream()
                        .filter(task -> task.output() != null)
                        .map(task -> picture(generation, task, Objects.requireNonNull(task.output()))));
    }

    private Stream<GalleryImage> pictures(OrgId org) {
        return pictures().filter(image -> image.org().equals(org));
    }

    private GalleryImage picture(Generation generation, ImageTask task, OutputFile output) {
        String prompt = task.prompt();
        return new GalleryImage(
                task.id(),
                generation.org(),
                generation.id(),
                task.index(),
                prompt == null ? generation.brief().prompt() : prompt,
                generation.brief(),
                generation.terms().provider(),
                generation.user(),
                accounts.findUser(generation.user()).map(User::displayName).orElse(""),
                output,
                Objects.requireNonNull(task.completedAt()),
                marks.get(task.id()).orElse(Marks.NONE));
    }

    @Override
    public Page<GalleryImage> list(OrgId org, GalleryFilter filter, PageRequest page) {
        return database.inTransaction(() -> Pages.of(
                pictures(org).toList(),
                image -> passes(filter, image),
                image -> new Pages.Place(image.createdAt(), image.id().toString()),
                Pages.NEWEST_FIRST,
                page));
    }

    private static boolean passes(GalleryFilter filter, GalleryImage image) {
        Marks marks = image.marks();
        Instant from = filter.createdFrom();
        Instant before = filter.createdBefore();
        return marks.trashed() == filter.trash()
                && !marks.purged()
                && (!filter.starred() || marks.starred())
                && (filter.model() == null
                        || filter.model().equals(image.brief().model()))
                && (filter.user() == null || filter.user().equals(image.user()))
                && (filter.tag() == null || marks.tags().contains(filter.tag()))
                && (filter.generation() == null || filter.generation().equals(image.generation()))
                && (from == null || !image.createdAt().isBefore(from))
                && (before == null || image.createdAt().isBefore(before))
                && filter.words().stream().allMatch(text(image)::contains);
    }

    private static String text(GalleryImage image) {
        String alt = image.marks().alt();
        return (image.prompt() + " " + image.brief().prompt() + " " + (alt == null ? "" : alt + " ")
                        + String.join(" ", image.marks().tags()))
                .toLowerCase(Locale.ROOT);
    }

    @Override
    public Optional<GalleryImage> find(OrgId org, TaskId image) {
        return findAll(org, List.of(image)).stream().findFirst();
    }

    @Override
    public List<GalleryImage> findAll(OrgId org, Collection<TaskId> images) {
        Set<TaskId> wanted = Set.copyOf(images);
        return database.inTransaction(
                () -> pictures(org).filter(image -> wanted.contains(image.id())).toList());
    }

    @Override
    public List<GalleryImage> lock(OrgId org, Collection<TaskId> images) {
        // The transaction has the whole database to itself.
        return findAll(org, images);
    }

    @Override
    public void update(Collection<GalleryImage> images) {
        database.run(() -> {
            for (GalleryImage image : images) {
                GalleryImage stored = find(image.org(), image.id())
                        .filter(found ->
                                found.marks().version() + 1 == image.marks().version())
                        .orElseThrow(() -> new IllegalStateException("a picture's marks are of another version"));
                marks.put(stored.id(), image.marks());
            }
        });
    }

    @Override
    public List<GalleryImage> children(OrgId org, TaskId parent, int limit) {
        return database.inTransaction(() -> pictures(org)
                .filter(image ->
                        parent.equals(image.brief().parent()) && !image.marks().trashed())
                .sorted(Comparator.comparing(GalleryImage::createdAt)
                        .thenComparing(image -> image.id().toString()))
                .limit(limit)
                .toList());
    }

    @Override
    public Facets facets(OrgId org) {
        return database.inTransaction(() -> {
            List<GalleryImage> kept =
                    pictures(org).filter(image -> !image.marks().trashed()).toList();
            return new Facets(
                    kept.stream()
                            .map(image -> image.brief().model())
                            .distinct()
                            .sorted(Comparator.comparing(model -> model.value()))
                            .toList(),
                    kept.stream()
                            .map(image -> new Facets.Person(image.user(), image.userName()))
                            .distinct()
                            .sorted(Comparator.comparing(Facets.Person::displayName)
                                    .thenComparing(person -> person.id().toString()))
                            .toList(),
                    kept.stream()
                            .flatMap(image -> image.marks().tags().stream())
                            .distinct()
                            .sorted()
                            .limit(Facets.MAX_TAGS)
                            .toList());
        });
    }

    @Override
    public List<ImageRef> trashedBefore(Instant time, int limit) {
        return database.inTransaction(() -> pictures()
                .filter(image -> {
                    Instant trashedAt = image.marks().trashedAt();
                    return trashedAt != null && trashedAt.isBefore(time) && !gone.has(image.id());
                })
                .sorted(Comparator.comparing(
                        image -> Objects.requireNonNull(image.marks().trashedAt())))
                .limit(limit)
                .map(image -> new ImageRef(image.org(), image.id()))
                .toList());
    }

    @Override
    public void filesGone(ImageRef image) {
        database.run(() -> find(image.org(), image.image())
                .filter(found -> found.marks().purged())
                .ifPresent(found -> gone.put(found.id(), true)));
    }
}
