package dev.atelier.core.generation;

import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.spi.ResultFetcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A vendor's result in a temporary file, which is gone when this is closed. */
final class ResultDownload implements AutoCloseable {
    private final Path file;

    private ResultDownload(Path file) {
        this.file = file;
    }

    /**
     * @param maxBytes most bytes to take from a URL
     * @throws ResultFetcher.Gone if the vendor's URL no longer gives it
     * @throws IOException if it could not be fetched, or is larger
     */
    static ResultDownload of(ProducedFile result, ResultFetcher fetcher, long maxBytes) throws IOException {
        ResultDownload download = new ResultDownload(Files.createTempFile("atelier-result-", ".tmp"));
        try {
            if (result instanceof ProducedFile.Inline inline) {
                Files.write(download.file, inline.bytes());
            } else if (result instanceof ProducedFile.Remote remote) {
                fetcher.fetch(remote, download.file, maxBytes);
            }
            return download;
        } catch (IOException | RuntimeException failure) {
            download.close();
            throw failure;
        }
    }

    Path file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
