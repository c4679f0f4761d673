package dev.atelier.core.generation;

import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.picture.PictureInfo;
import java.util.List;

/** A picture that arrived and is stored for good. */
public record OutputImage(BlobKey key, PictureInfo info, List<Thumbnail> thumbnails) {
    public OutputImage {
        thumbnails = List.copyOf(thumbnails);
    }
}
