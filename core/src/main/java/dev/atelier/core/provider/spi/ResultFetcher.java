package dev.atelier.core.provider.spi;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/**
 * Downloads a vendor's result, guarded: public addresses only, bounded in bytes and time, redirects re-checked, without
 * any key of ours. Thread-safe.
 */
public interface ResultFetcher {
    /**
     * Writes the bytes behind the URL into the file.
     *
     * @param maxBytes most bytes to take; more is an {@link IOException}
     * @throws Gone if the server says that the result is no longer there (403, 404, 410)
     * @throws IOException if the address is refused or the bytes could not be had
     */
    void fetch(URI url, Path file, long maxBytes) throws IOException;

    /** The result is no longer there: a fresh URL is needed. */
    final class Gone extends IOException {
        private static final long serialVersionUID = 1L;

        public Gone(String message) {
            super(message);
        }
    }
}
