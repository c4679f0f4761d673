package dev.atelier.core.blob.spi;

import dev.atelier.core.blob.BlobInfo;
import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.blob.SignedUpload;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Keeps bytes for good: uploads, results, thumbnails.
 *
 * <p>Every implementation passes {@code BlobStoreContract}. Thread-safe. Not part of any transaction: bytes are put
 * before the row that names them is written, under a key that a repetition makes again. Trouble is
 * {@link dev.atelier.core.blob.StorageFailure}.
 */
public interface BlobStore {
    /**
     * Stores bytes; an object under the same key is replaced.
     *
     * @param sizeBytes exactly how many bytes the stream gives; more or fewer is a failure and stores nothing
     * @param content read once, not closed
     */
    BlobInfo put(BlobKey key, String contentType, long sizeBytes, InputStream content);

    /** Opens an object for reading; the caller closes the stream. Empty if there is none. */
    Optional<InputStream> open(BlobKey key);

    Optional<BlobInfo> info(BlobKey key);

    /** Removes an object; nothing happens if there is none. */
    void delete(BlobKey key);

    /** A URL that reads this one object until it expires, at most 24 hours from now; made without a network call. */
    URI signedGet(BlobKey key, Duration validFor);

    /**
     * A permission to put this one object with exactly this type and size until it expires.
     *
     * @param validFor at most one hour
     */
    SignedUpload signedPut(BlobKey key, String contentType, long sizeBytes, Duration validFor);

    /** True if {@link #signedGet} makes URLs that vendors on the public internet can read. */
    boolean reachableByVendors();

    /** Proves with a tiny object or a metadata call that the store answers; throws if it does not. */
    void check();
}
