package dev.atelier.core.generation;

import dev.atelier.core.account.UserId;
import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.picture.PictureFiles;
import dev.atelier.core.picture.PictureInfo;
import dev.atelier.core.picture.PictureLimits;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.spi.ResultFetcher;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings a vendor's picture home: fetches it, looks at it, stores it with its thumbnails. The keys come from the attempt, so that a
 * repetition after a crash writes the same objects again. Thread-safe.
 */
public final class StoreResult {
    private static final List<Integer> THUMBNAIL_SIDES = List.of(256, 1024);

    private final BlobStore blobs;
    private final ResultFetcher fetcher;
    private final PictureLimits limits;

    public StoreResult(BlobStore blobs, ResultFetcher fetcher, PictureLimits limits) {
        this.blobs = blobs;
        this.fetcher = fetcher;
        this.limits = limits;
    }

    /**
     * Stores one picture.
     *
     * @throws dev.atelier.core.picture.PictureRefused if the bytes are no picture that we take
     * @throws ResultFetcher.Gone if the vendor's URL no longer gives it
     * @throws IOException if it could not be fetched
     * @throws dev.atelier.core.blob.StorageFailure if it could not be stored
     */
    public OutputImage store(UserId owner, AttemptId attempt, ProducedFile image) throws IOException {
        Path file = Files.createTempFile("atelier-result-", ".tmp");
        try {
            if (image instanceof ProducedFile.Inline inline) {
                Files.write(file, inline.bytes());
            } else if (image instanceof ProducedFile.Remote remote) {
                fetcher.fetch(remote, file, limits.maxBytes());
            }
            PictureInfo info = PictureFiles.inspect(file, limits);
            BlobKey key =
                    BlobKey.generated(owner, attempt.value(), info.format().extension());
            try (InputStream in = Files.newInputStream(file)) {
                blobs.put(key, info.format().mediaType(), info.sizeBytes(), in);
            }
            return new OutputImage(key, info, thumbnails(key, file));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private List<Thumbnail> thumbnails(BlobKey key, Path file) throws IOException {
        List<Thumbnail> thumbnails = new ArrayList<>();
        for (int side : THUMBNAIL_SIDES) {
            PictureFiles.ScaledPicture scaled = PictureFiles.scale(file, side);
            BlobKey at = key.thumbnail(side, scaled.format().extension());
            blobs.put(at, scaled.format().mediaType(), scaled.bytes().length, new ByteArrayInputStream(scaled.bytes()));
            thumbnails.add(new Thumbnail(side, at, scaled.widthPx(), scaled.heightPx()));
        }
        return thumbnails;
    }
}
