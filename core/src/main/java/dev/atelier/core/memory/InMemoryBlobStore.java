package dev.atelier.core.memory;

import dev.atelier.core.blob.BlobInfo;
import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.blob.SignedUpload;
import dev.atelier.core.blob.StorageFailure;
import dev.atelier.core.blob.spi.BlobStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bytes that live and die with the process, one object at most 2 GiB.
 *
 * <p>Its signed URLs are of the form {@code memory:///key?…}: no vendor and no browser can read them, but the embedding
 * application can, by {@link #openSigned} and {@link #putSigned}, which check signature and expiry as a real store does.
 * Thread-safe.
 */
public final class InMemoryBlobStore implements BlobStore {
    private static final Duration LONGEST_GET = Duration.ofHours(24);
    private static final Duration LONGEST_PUT = Duration.ofHours(1);

    private record Blob(String contentType, byte[] bytes) {}

    private final Map<BlobKey, Blob> blobs = new ConcurrentHashMap<>();
    private final MemoryUrls urls = new MemoryUrls();
    private final Clock clock;

    /** @param clock decides when signed URLs expire */
    public InMemoryBlobStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public BlobInfo put(BlobKey key, String contentType, long sizeBytes, InputStream content) {
        if (sizeBytes < 0 || sizeBytes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("sizeBytes is " + sizeBytes + ", allowed are 0 to 2 GiB");
        }
        byte[] bytes;
        try {
            bytes = content.readNBytes((int) sizeBytes);
            if (bytes.length < sizeBytes || content.read() != -1) {
                throw new StorageFailure("the stream did not give exactly " + sizeBytes + " bytes");
            }
        } catch (IOException e) {
            throw new StorageFailure("the stream could not be read", e);
        }
        blobs.put(key, new Blob(contentType, bytes));
        return new BlobInfo(key, contentType, sizeBytes);
    }

    @Override
    public Optional<InputStream> open(BlobKey key) {
        return Optional.ofNullable(blobs.get(key)).map(blob -> new ByteArrayInputStream(blob.bytes()));
    }

    @Override
    public Optional<BlobInfo> info(BlobKey key) {
        return Optional.ofNullable(blobs.get(key))
                .map(blob -> new BlobInfo(key, blob.contentType(), blob.bytes().length));
    }

    @Override
    public void delete(BlobKey key) {
        blobs.remove(key);
    }

    @Override
    public URI signedGet(BlobKey key, Duration validFor) {
        return urls.sign("GET", key, "", 0, expiry(validFor, LONGEST_GET));
    }

    @Override
    public SignedUpload signedPut(BlobKey key, String contentType, long sizeBytes, Duration validFor) {
        Instant expiresAt = expiry(validFor, LONGEST_PUT);
        URI url = urls.sign("PUT", key, contentType, sizeBytes, expiresAt);
        Map<String, String> headers = Map.of("Content-Type", contentType, "Content-Length", Long.toString(sizeBytes));
        return new SignedUpload(url, "PUT", headers, expiresAt);
    }

    /**
     * Reads by a URL of {@link #signedGet}.
     *
     * @return empty if the URL is not one of ours, is for something else, has expired, or names no object
     */
    public Optional<InputStream> openSigned(URI url) {
        return urls.verify("GET", url, "", 0, clock.instant()).flatMap(this::open);
    }

    /**
     * Puts by a URL of {@link #signedPut}.
     *
     * @return empty, and nothing was stored, if the URL is not one of ours, has expired, or is for another type or size
     */
    public Optional<BlobInfo> putSigned(URI url, String contentType, long sizeBytes, InputStream content) {
        return urls.verify("PUT", url, contentType, sizeBytes, clock.instant())
                .map(key -> put(key, contentType, sizeBytes, content));
    }

    private Instant expiry(Duration validFor, Duration most) {
        if (validFor.isNegative() || validFor.isZero() || validFor.compareTo(most) > 0) {
            throw new IllegalArgumentException("validFor is " + validFor + ", allowed is up to " + most);
        }
        return clock.instant().plus(validFor);
    }

    @Override
    public boolean reachableByVendors() {
        return false;
    }

    /** Memory always answers. */
    @Override
    public void check() {}
}
