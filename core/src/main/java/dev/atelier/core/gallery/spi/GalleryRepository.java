package dev.atelier.core.gallery.spi;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.gallery.Facets;
import dev.atelier.core.gallery.GalleryFilter;
import dev.atelier.core.gallery.GalleryImage;
import dev.atelier.core.gallery.ImageRef;
import dev.atelier.core.generation.TaskId;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The pictures that arrived, and what people put on them. A picture is a completed image task and has its id.
 *
 * <p>Every implementation passes {@code GalleryRepositoryContract}. Thread-safe; joins the caller's transaction. Another org's id
 * finds nothing, and so does the task of a picture that has not arrived.
 */
public interface GalleryRepository {
    /**
     * The org's pictures, newest first. A page costs the same wherever it lies, and whoever follows the cursors meets each picture
     * once, also while others come and go.
     */
    Page<GalleryImage> list(OrgId org, GalleryFilter filter, PageRequest page);

    /** Trashed and purged ones too. */
    Optional<GalleryImage> find(OrgId org, TaskId image);

    /** Those of the ids that there are, trashed and purged ones too, in no order. */
    List<GalleryImage> findAll(OrgId org, Collection<TaskId> images);

    /** Like {@link #findAll}, and keeps every other transaction from changing their marks until this one ends. */
    List<GalleryImage> lock(OrgId org, Collection<TaskId> images);

    /**
     * Stores marks of pictures that were locked in this transaction.
     *
     * @param images carry the marks as they shall be, each of a version one higher than the stored one
     * @throws IllegalStateException if a stored version is another
     */
    void update(Collection<GalleryImage> images);

    /** The pictures that were made out of this one and are not in the trash, oldest first. */
    List<GalleryImage> children(OrgId org, TaskId parent, int limit);

    Facets facets(OrgId org);

    /** Pictures of all orgs that were put into the trash before this time, whose bytes may still be there, oldest first. */
    List<ImageRef> trashedBefore(Instant time, int limit);

    /** Notes that no byte of a purged picture is left, so that {@link #trashedBefore} leaves it out. */
    void filesGone(ImageRef image);
}
