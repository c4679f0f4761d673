package dev.atelier.core.gallery;

import dev.atelier.core.account.Caller;
import dev.atelier.core.generation.TaskId;
import java.time.Instant;
import java.util.List;

/**
 * A wish to take pictures home in one file, which is made anew each time it is read.
 *
 * @param caller who wished it, and in which org
 * @param images 1 to 200, each once, in the order they shall have
 * @param expiresAt until when it can be read
 */
public record ImageExport(ExportId id, Caller caller, List<TaskId> images, Instant createdAt, Instant expiresAt) {
    public static final int MAX_IMAGES = 200;

    public ImageExport {
        images = List.copyOf(images);
        if (images.isEmpty() || images.size() > MAX_IMAGES) {
            throw new IllegalArgumentException("an export has 1 to " + MAX_IMAGES + " pictures, not " + images.size());
        }
    }
}
