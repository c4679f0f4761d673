package dev.atelier.core.provider.spi;

import dev.atelier.core.provider.ProducedFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Downloads a vendor's result, guarded: public addresses only, bounded in bytes and time, redirects re-checked, with no
 * key but the one that an adapter gave for this very host. Thread-safe.
 */
public interface ResultFetcher {
    /**
     * Writes the bytes of the result into the file.
     *
     * @param maxBytes most bytes to take; more is an {@link IOException}
     * @throws Gone if the server says that the result is no longer there (403, 404, 410)
     * @throws IOException if the address is refused or the bytes could not be had
     */
    void fetch(ProducedFile.Remote result, Path file, long maxBytes) throws IOException;

    /** The result is no longer there: a fresh URL is needed. */
    final class Gone extends IOException {
        private static final long serialVersionUID = 1L;

        public Gone(String message) {
            super(message);
        }
    }
}
