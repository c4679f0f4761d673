package dev.atelier.core.gallery;

import dev.atelier.core.generation.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * What became of a wish to mark a picture.
 *
 * @param image as it is now; null where there is none of that id
 */
public record Marked(TaskId id, Outcome outcome, @Nullable GalleryImage image) {
    /** How it went. */
    public enum Outcome {
        /** It is as it was wished, now or before. */
        DONE,
        /** The org has no such picture. */
        NOT_FOUND,
        /** Somebody else changed it first. */
        VERSION_CHANGED,
        /** Its bytes are gone, and it stays as it is. */
        PURGED,
        /** It has as many tags as a picture takes. */
        TOO_MANY_TAGS
    }
}
