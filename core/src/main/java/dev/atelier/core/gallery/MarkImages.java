package dev.atelier.core.gallery;

import dev.atelier.core.Store;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.gallery.Marked.Outcome;
import dev.atelier.core.gallery.spi.GalleryRepository;
import dev.atelier.core.generation.TaskId;
import dev.atelier.core.shared.spi.Transactions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Puts stars, words and tags on pictures, and pictures into the trash and out of it. A change that changes nothing raises no version.
 * Thread-safe.
 */
public final class MarkImages {
    private final GalleryRepository gallery;
    private final Transactions transactions;

    public MarkImages(Store store) {
        this.gallery = store.gallery();
        this.transactions = store.transactions();
    }

    /** Marks one picture, whatever its version. */
    public Marked mark(OrgId org, TaskId image, UnaryOperator<Marks> change) {
        return markAll(org, List.of(image), change).get(0);
    }

    /** Marks one picture, unless its marks have another version than this. */
    public Marked mark(OrgId org, TaskId image, long version, UnaryOperator<Marks> change) {
        return mark(org, List.of(image), version, change).get(0);
    }

    /**
     * Marks many pictures in one transaction: those that can be, and says of the others why not.
     *
     * @return one for each id, in their order
     */
    public List<Marked> markAll(OrgId org, List<TaskId> images, UnaryOperator<Marks> change) {
        return mark(org, images, null, change);
    }

    private List<Marked> mark(OrgId org, List<TaskId> ids, @Nullable Long version, UnaryOperator<Marks> change) {
        return transactions.inTransaction(() -> {
            Map<TaskId, Marked> marked = new LinkedHashMap<>();
            List<GalleryImage> changed = new ArrayList<>();
            for (GalleryImage image : gallery.lock(org, new LinkedHashSet<>(ids))) {
                Marked result = mark(image, version, change);
                marked.put(image.id(), result);
                if (result.image() != null && !image.equals(result.image())) {
                    changed.add(result.image());
                }
            }
            gallery.update(changed);
            return ids.stream()
                    .map(id -> marked.getOrDefault(id, new Marked(id, Outcome.NOT_FOUND, null)))
                    .toList();
        });
    }

    private static Marked mark(GalleryImage image, @Nullable Long version, UnaryOperator<Marks> change) {
        Marks before = image.marks();
        if (version != null && version != before.version()) {
            return new Marked(image.id(), Outcome.VERSION_CHANGED, image);
        }
        if (before.purged()) {
            return new Marked(image.id(), Outcome.PURGED, image);
        }
        Marks after;
        try {
            after = change.apply(before);
        } catch (Marks.TooManyTags full) {
            return new Marked(image.id(), Outcome.TOO_MANY_TAGS, image);
        }
        return new Marked(image.id(), Outcome.DONE, after.equals(before) ? image : image.with(after.nextVersion()));
    }
}
