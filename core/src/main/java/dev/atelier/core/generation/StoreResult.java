package dev.atelier.core.generation;

import dev.atelier.core.account.UserId;
import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.media.MediaInfo;
import dev.atelier.core.picture.PictureFiles;
import dev.atelier.core.picture.PictureInfo;
import dev.atelier.core.picture.PictureLimits;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.spi.ResultFetcher;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Brings a vendor's picture home: fetches it, looks at it, stores it with its thumbnails. The keys come from the attempt, so that a
 * repetition after a crash writes the same objects again. Thread-safe.
 */
public final class StoreResult {
    private final BlobStore blobs;
    private final ResultFetcher fetcher;
    private final Thumbnails thumbnails;
    private final PictureLimits limits;

    public StoreResult(BlobStore blobs, ResultFetcher fetcher, PictureLimits limits) {
        this.blobs = blobs;
        this.fetcher = fetcher;
        this.thumbnails = new Thumbnails(blobs);
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
    public OutputFile store(UserId owner, AttemptId attempt, ProducedFile image) throws IOException {
        try (ResultDownload download = ResultDownload.of(image, fetcher, limits.maxBytes())) {
            Path file = download.file();
            PictureInfo info = PictureFiles.inspect(file, limits);
            BlobKey key =
                    BlobKey.generated(owner, attempt.value(), info.format().extension());
            try (InputStream in = Files.newInputStream(file)) {
                blobs.put(key, info.format().mediaType(), info.sizeBytes(), in);
            }
            return new OutputFile(key, MediaInfo.of(info), thumbnails.of(key, file));
        }
    }
}
