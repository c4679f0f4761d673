package dev.atelier.core.upload;

import dev.atelier.core.account.Caller;
import dev.atelier.core.picture.PictureLimits;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.spi.ResultFetcher;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Takes in pictures that lie somewhere in the public internet, by the guarded way out. Costs nothing. Thread-safe. */
public final class FetchUpload {
    private final ResultFetcher fetcher;
    private final StoreUpload uploads;
    private final PictureLimits limits;

    public FetchUpload(ResultFetcher fetcher, StoreUpload uploads, PictureLimits limits) {
        this.fetcher = fetcher;
        this.uploads = uploads;
        this.limits = limits;
    }

    /**
     * Fetches the picture and stores it.
     *
     * @param filename for display only
     * @throws dev.atelier.core.picture.PictureRefused if it is no picture that we take
     * @throws IOException if the address is refused, or the bytes could not be had
     */
    public Upload fetch(Caller caller, String filename, URI address) throws IOException {
        Path file = Files.createTempFile("atelier-upload-", ".tmp");
        try {
            fetcher.fetch(new ProducedFile.Remote(address), file, limits.maxBytes());
            return uploads.store(caller, filename, file);
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
