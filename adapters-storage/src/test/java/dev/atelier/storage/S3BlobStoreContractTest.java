package dev.atelier.storage;

import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.blob.SignedUpload;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.blob.spi.BlobStoreContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class S3BlobStoreContractTest extends BlobStoreContract {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Clock EARLIER = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-20));

    private static S3Server server;
    private static BlobStore store;

    @BeforeAll
    static void start() throws Exception {
        server = new S3Server();
        store = BlobStores.s3(server.settings());
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Override
    protected BlobStore blobs() {
        return store;
    }

    @Override
    protected Optional<byte[]> get(URI url) {
        HttpResponse<byte[]> answer = send(HttpRequest.newBuilder(url).build());
        return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
    }

    @Override
    protected boolean put(SignedUpload permission, String contentType, byte[] bytes) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(permission.url()).method(permission.method(), BodyPublishers.ofByteArray(bytes));
        permission.headers().forEach(request::setHeader);
        request.setHeader("content-type", contentType);
        return send(request.build()).statusCode() == 200;
    }

    @Override
    protected URI expiredGet(BlobKey key) {
        return new S3BlobStore(server.settings(), EARLIER).signedGet(key, Duration.ofMinutes(1));
    }

    @Override
    protected SignedUpload expiredPut(BlobKey key, String contentType, long sizeBytes) {
        return new S3BlobStore(server.settings(), EARLIER)
                .signedPut(key, contentType, sizeBytes, Duration.ofMinutes(1));
    }

    private static HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
