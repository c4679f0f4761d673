package dev.atelier.storage;

import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.secret.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;

/** Makes blob stores. Each is thread-safe and meant to be shared for the life of the process. */
public final class BlobStores {
    private BlobStores() {}

    /** A bucket that speaks S3. Makes no network call; {@link BlobStore#check} does. */
    public static BlobStore s3(S3Settings settings) {
        return new S3BlobStore(settings, Clock.systemUTC());
    }

    /**
     * A folder of this machine, for one server process; its links are served by the server itself, which verifies them
     * with {@link LocalBlobLinks} of the same base, key and clock.
     *
     * @param folder made if it is missing
     * @param publicBase address of the server as browsers see it; links are {@code publicBase/files/...}
     * @param signingKey at least 32 bytes; a new key ends all links
     * @throws dev.atelier.core.blob.StorageFailure if the folder cannot be made or written
     */
    public static BlobStore local(Path folder, URI publicBase, Secret signingKey, Clock clock) {
        return new LocalFileBlobStore(folder, new LocalBlobLinks(publicBase, signingKey, clock), clock);
    }
}
