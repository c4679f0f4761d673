package dev.atelier.core.upload;

import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.blob.StorageFailure;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.picture.PictureInfo;
import dev.atelier.core.provider.PictureInput;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** A stored picture, handed to a vendor. */
public final class BlobPictureInput implements PictureInput {
    /** Long enough for a vendor's queue; no longer than a signed URL may live. */
    private static final Duration READABLE = Duration.ofHours(24);

    private final BlobStore blobs;
    private final BlobKey key;
    private final PictureInfo info;

    public BlobPictureInput(BlobStore blobs, BlobKey key, PictureInfo info) {
        this.blobs = blobs;
        this.key = key;
        this.info = info;
    }

    @Override
    public String contentType() {
        return info.format().mediaType();
    }

    @Override
    public long sizeBytes() {
        return info.sizeBytes();
    }

    @Override
    public String sha256() {
        return info.sha256();
    }

    @Override
    public InputStream open() {
        return blobs.open(key).orElseThrow(() -> new StorageFailure("upload " + key + " is missing from the store"));
    }

    @Override
    public Optional<URI> url() {
        return blobs.reachableByVendors() ? Optional.of(blobs.signedGet(key, READABLE)) : Optional.empty();
    }
}
