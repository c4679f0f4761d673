package dev.atelier.core.generation;

import dev.atelier.core.account.UserId;
import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.media.MediaFiles;
import dev.atelier.core.media.MediaFormat;
import dev.atelier.core.media.MediaInfo;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.spi.ResultFetcher;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Brings a vendor's film or voice home: fetches it, looks at its container, stores it with a poster where its first frame can be
 * read. The keys come from the attempt, so that a repetition after a crash writes the same objects again. Thread-safe.
 */
public final class StoreMedia {
    private final BlobStore blobs;
    private final ResultFetcher fetcher;
    private final Thumbnails thumbnails;
    private final Limits limits;

    public StoreMedia(BlobStore blobs, ResultFetcher fetcher, Limits limits) {
        this.blobs = blobs;
        this.fetcher = fetcher;
        this.thumbnails = new Thumbnails(blobs);
        this.limits = limits;
    }

    /**
     * Stores one film or voice.
     *
     * @param kind FILM or VOICE
     * @throws dev.atelier.core.media.MediaRefused if the bytes are none that we take
     * @throws ResultFetcher.Gone if the vendor's URL no longer gives it
     * @throws IOException if it could not be fetched
     * @throws dev.atelier.core.blob.StorageFailure if it could not be stored
     */
    public OutputFile store(UserId owner, AttemptId attempt, ProducedFile result, MediaFormat.Kind kind)
            throws IOException {
        long maxBytes = kind == MediaFormat.Kind.FILM
                ? limits.media().filmBytes()
                : limits.media().voiceBytes();
        try (ResultDownload download = ResultDownload.of(result, fetcher, maxBytes)) {
            Path file = download.file();
            MediaInfo info = MediaFiles.inspect(file, kind);
            BlobKey key =
                    BlobKey.generated(owner, attempt.value(), info.format().extension());
            try (InputStream in = Files.newInputStream(file)) {
                blobs.put(key, info.format().mediaType(), info.sizeBytes(), in);
            }
            List<Thumbnail> poster =
                    info.format() == MediaFormat.GIF ? thumbnails.poster(key, file, limits.pictures()) : List.of();
            return new OutputFile(key, info, poster);
        }
    }
}
