package dev.atelier.core.generation;

import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.media.MediaFiles;
import dev.atelier.core.picture.PictureFiles;
import dev.atelier.core.picture.PictureLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Stores small copies beside a result. */
final class Thumbnails {
    private static final List<Integer> SIDES = List.of(256, 1024);

    private final BlobStore blobs;

    Thumbnails(BlobStore blobs) {
        this.blobs = blobs;
    }

    /** Of a picture. */
    List<Thumbnail> of(BlobKey key, Path picture) throws IOException {
        List<Thumbnail> thumbnails = new ArrayList<>();
        for (int side : SIDES) {
            PictureFiles.ScaledPicture scaled = PictureFiles.scale(picture, side);
            BlobKey at = key.thumbnail(side, scaled.format().extension());
            blobs.put(at, scaled.format().mediaType(), scaled.bytes().length, new ByteArrayInputStream(scaled.bytes()));
            thumbnails.add(new Thumbnail(side, at, scaled.widthPx(), scaled.heightPx()));
        }
        return thumbnails;
    }

    /** Of a GIF's first frame; none if it cannot be read or is larger than a picture may be. */
    List<Thumbnail> poster(BlobKey key, Path gif, PictureLimits limits) throws IOException {
        Path frame = Files.createTempFile("atelier-poster-", ".png");
        try {
            return MediaFiles.firstFrame(gif, frame, limits) ? of(key, frame) : List.of();
        } finally {
            Files.deleteIfExists(frame);
        }
    }
}
