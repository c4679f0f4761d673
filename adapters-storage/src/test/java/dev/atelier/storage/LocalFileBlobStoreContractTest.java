package dev.atelier.storage;

import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.blob.SignedUpload;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.blob.spi.BlobStoreContract;
import dev.atelier.core.secret.Secret;
import dev.atelier.storage.LocalBlobLinks.Verdict;
import dev.atelier.storage.LocalBlobLinks.Verified;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

class LocalFileBlobStoreContractTest extends BlobStoreContract {
    private static final URI BASE = URI.create("https://atelier.example");
    private static final Secret KEY = Secret.of("0123456789abcdef0123456789abcdef");
    private static final Clock EARLIER = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-20));

    private final LocalBlobLinks links = new LocalBlobLinks(BASE, KEY, Clock.systemUTC());

    @TempDir
    Path folder;

    @Override
    protected BlobStore blobs() {
        return BlobStores.local(folder, BASE, KEY, Clock.systemUTC());
    }

    @Override
    protected Optional<byte[]> get(URI url) {
        Verified verified = links.verifyGet(url.getRawPath(), url.getRawQuery()).orElseThrow();
        return verified.verdict() == Verdict.OK ? blobs().open(verified.key()).map(this::read) : Optional.empty();
    }

    @Override
    protected boolean put(SignedUpload permission, String contentType, byte[] bytes) {
        URI url = permission.url();
        Verified verified = links.verifyPut(url.getRawPath(), url.getRawQuery(), contentType, bytes.length)
                .orElseThrow();
        if (verified.verdict() != Verdict.OK) {
            return false;
        }
        blobs().put(verified.key(), contentType, bytes.length, new ByteArrayInputStream(bytes));
        return true;
    }

    @Override
    protected URI expiredGet(BlobKey key) {
        return BlobStores.local(folder, BASE, KEY, EARLIER).signedGet(key, Duration.ofMinutes(1));
    }

    @Override
    protected SignedUpload expiredPut(BlobKey key, String contentType, long sizeBytes) {
        return BlobStores.local(folder, BASE, KEY, EARLIER)
                .signedPut(key, contentType, sizeBytes, Duration.ofMinutes(1));
    }

    private byte[] read(InputStream stream) {
        try (stream) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
