package dev.atelier.storage;

import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.blob.SignedUpload;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.blob.spi.BlobStoreContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class S3BlobStoreContractTest extends BlobStoreContract {
    /** It reads an answer that comes before the body is sent, as a refusal does; the JDK's client may not. */
    private static final OkHttpClient HTTP = new OkHttpClient();

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
        server.stop();
    }

    @Override
    protected BlobStore blobs() {
        return store;
    }

    @Override
    protected Optional<byte[]> get(URI url) {
        Request request = new Request.Builder().url(url.toString()).build();
        try (Response answer = HTTP.newCall(request).execute()) {
            return answer.code() == 200 ? Optional.of(answer.body().bytes()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected boolean put(SignedUpload permission, String contentType, byte[] bytes) {
        Request.Builder request = new Request.Builder()
                .url(permission.url().toString())
                .method(permission.method(), RequestBody.create(bytes, MediaType.get(contentType)));
        permission.headers().forEach(request::header);
        request.header("content-type", contentType);
        try (Response answer = HTTP.newCall(request.build()).execute()) {
            return answer.code() == 200;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
}
