package dev.atelier.core.memory;

import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.blob.SignedUpload;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.blob.spi.BlobStoreContract;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.fakes.SettableClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

class InMemoryBlobStoreTest extends BlobStoreContract {
    private final SettableClock clock = SettableClock.standing(Samples.NOW);
    private final InMemoryBlobStore blobs = new InMemoryBlobStore(clock);

    @Override
    protected BlobStore blobs() {
        return blobs;
    }

    @Override
    protected Optional<byte[]> get(URI url) {
        return blobs.openSigned(url).map(stream -> {
            try (stream) {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    protected boolean put(SignedUpload permission, String contentType, byte[] bytes) {
        return blobs.putSigned(permission.url(), contentType, bytes.length, new ByteArrayInputStream(bytes))
                .isPresent();
    }

    @Override
    protected URI expiredGet(BlobKey key) {
        URI url = blobs.signedGet(key, Duration.ofMinutes(5));
        clock.advance(Duration.ofMinutes(5));
        return url;
    }

    @Override
    protected SignedUpload expiredPut(BlobKey key, String contentType, long sizeBytes) {
        SignedUpload permission = blobs.signedPut(key, contentType, sizeBytes, Duration.ofMinutes(5));
        clock.advance(Duration.ofMinutes(5));
        return permission;
    }
}
