package dev.atelier.core.gallery;

import dev.atelier.core.Store;
import dev.atelier.core.blob.StorageFailure;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.gallery.spi.GalleryRepository;
import dev.atelier.core.generation.OutputFile;
import dev.atelier.core.generation.Thumbnail;
import dev.atelier.core.shared.spi.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Deletes the bytes of pictures that lay in the trash for 30 days. Their rows stay: what was paid and where a picture came from is
 * still told. Any number of nodes may do it at once. Thread-safe.
 */
public final class PurgeTrash {
    /** How long a picture can be taken back. */
    public static final Duration KEEP = Duration.ofDays(30);

    private static final System.Logger LOG = System.getLogger(PurgeTrash.class.getName());

    private final GalleryRepository gallery;
    private final Transactions transactions;
    private final BlobStore blobs;
    private final Clock clock;

    public PurgeTrash(Store store, BlobStore blobs, Clock clock) {
        this.gallery = store.gallery();
        this.transactions = store.transactions();
        this.blobs = blobs;
        this.clock = clock;
    }

    /**
     * Purges some pictures, those longest in the trash first. A picture whose bytes cannot be deleted now is taken up again by
     * a later call.
     *
     * @param atMost how many
     * @return how many were purged; as many as were asked for if there may be more
     */
    public int purge(int atMost) {
        Instant limit = clock.instant().minus(KEEP);
        int done = 0;
        for (ImageRef image : gallery.trashedBefore(limit, atMost)) {
            try {
                if (purge(image, limit)) {
                    done++;
                }
            } catch (StorageFailure e) {
                LOG.log(System.Logger.Level.WARNING, "picture " + image.image() + " could not be deleted yet", e);
            }
        }
        if (done > 0) {
            LOG.log(System.Logger.Level.INFO, "purged {0} pictures from the trash", done);
        }
        return done;
    }

    // The row first: from its commit on nobody can take the picture back, and only then its bytes may go. A crash in
    // between
    // leaves a purged row whose files are not gone yet, which the next call finds.
    private boolean purge(ImageRef ref, Instant limit) {
        Optional<OutputFile> doomed = transactions.inTransaction(() -> doom(ref, limit));
        doomed.ifPresent(output -> {
            output.thumbnails().stream().map(Thumbnail::key).forEach(blobs::delete);
            blobs.delete(output.key());
            gallery.filesGone(ref);
        });
        return doomed.isPresent();
    }

    private Optional<OutputFile> doom(ImageRef ref, Instant limit) {
        for (GalleryImage image : gallery.lock(ref.org(), List.of(ref.image()))) {
            Instant trashedAt = image.marks().trashedAt();
            if (trashedAt == null || !trashedAt.isBefore(limit)) {
                return Optional.empty(); // taken back meanwhile
            }
            if (!image.marks().purged()) {
                Marks purged = image.marks().purged(clock.instant()).nextVersion();
                gallery.update(List.of(image.with(purged)));
            }
            return Optional.of(image.output());
        }
        return Optional.empty();
    }
}
