package dev.atelier.core.provider;

import java.io.InputStream;
import java.net.URI;
import java.util.Optional;

/**
 * A picture handed to a vendor, in whichever form the vendor wants. Thread-safe; opens the store only when asked.
 */
public interface PictureInput {
    /** Media type, such as {@code image/png}. */
    String contentType();

    long sizeBytes();

    /** SHA-256 of the bytes, lower-case hex. */
    String sha256();

    /** The bytes; the caller closes the stream. */
    InputStream open();

    /**
     * A signed URL that the vendor can read for 24 hours at most; empty if our store cannot be reached from the public
     * internet, in which case the adapter sends the bytes instead.
     */
    Optional<URI> url();
}
