package dev.atelier.core.generation;

import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.media.MediaInfo;
import java.util.List;

/**
 * A result that arrived and is stored for good.
 *
 * @param thumbnails small copies of a picture, or of a film's first frame; empty where there is nothing to see
 */
public record OutputFile(BlobKey key, MediaInfo info, List<Thumbnail> thumbnails) {
    public OutputFile {
        thumbnails = List.copyOf(thumbnails);
    }
}
