package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import dev.atelier.core.blob.BlobInfo;
import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.blob.SignedUpload;
import dev.atelier.core.blob.StorageFailure;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.secret.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class S3BlobStoreTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final byte[] TEN = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

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

    @Test
    void streamsALargeObjectWithAFlatHeap() throws IOException {
        long size = 25L << 20;
        BlobKey key = Blobs.key();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        store.put(key, "image/png", size, Blobs.stream(size));
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4L << 20);
        assertThat(store.info(key)).contains(new BlobInfo(key, "image/png", size));
        try (InputStream in = store.open(key).orElseThrow()) {
            long read = 0;
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b != read % 251) {
                    throw new AssertionError("byte " + read + " differs");
                }
                read++;
            }
            assertThat(read).isEqualTo(size);
        }
    }

    @Test
    void storesNothingOfAStreamOfTheWrongLength() {
        BlobKey key = Blobs.key();
        assertThatExceptionOfType(StorageFailure.class)
                .isThrownBy(() -> store.put(key, "image/png", 100_000, Blobs.stream(99_999)))
                .withMessageContaining("ended after 99999 of 100000 bytes");
        assertThatExceptionOfType(StorageFailure.class)
                .isThrownBy(() -> store.put(key, "image/png", 100_000, Blobs.stream(100_001)))
                .withMessageContaining("more than 100000 bytes");
        assertThat(store.info(key)).isEmpty();
        assertThat(store.open(key)).isEmpty();
    }

    @Test
    void storesNothingOfAStreamThatBreaks() {
        BlobKey key = Blobs.key();
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("https://vendor.example/picture?token=hidden");
            }
        };
        StorageFailure failure =
                catchThrowableOfType(StorageFailure.class, () -> store.put(key, "image/png", 10, broken));
        assertThat(failure).hasMessageNotContaining("hidden").hasNoCause();
        assertThat(store.info(key)).isEmpty();
    }

    @Test
    void letsABrowserPutExactlyWhatWasSigned() throws Exception {
        BlobKey key = Blobs.key();
        SignedUpload upload = store.signedPut(key, "image/png", TEN.length, Duration.ofMinutes(5));
        assertThat(put(upload.url(), "image/svg+xml", TEN)).isEqualTo(403);
        assertThat(put(upload.url(), "image/png", new byte[11])).isEqualTo(403);
        assertThat(put(upload.url(), "image/png", new byte[9])).isEqualTo(403);
        assertThat(put(tampered(upload.url()), "image/png", TEN)).isEqualTo(403);
        assertThat(put(other(upload.url(), key), "image/png", TEN)).isEqualTo(403);
        assertThat(store.info(key)).isEmpty();
        assertThat(put(upload.url(), "image/png", TEN)).isEqualTo(200);
        assertThat(store.info(key)).contains(new BlobInfo(key, "image/png", TEN.length));
    }

    @Test
    void aReadingLinkReadsThatObjectAlone() throws Exception {
        BlobKey key = stored();
        BlobKey neighbour = stored();
        URI url = store.signedGet(key, Duration.ofMinutes(5));
        HttpResponse<byte[]> answer = get(url);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(TEN);
        assertThat(answer.headers().firstValue("content-type")).contains("image/png");
        assertThat(get(tampered(url)).statusCode()).isEqualTo(403);
        URI stolen = URI.create(url.toString().replace(key.value(), neighbour.value()));
        assertThat(get(stolen).statusCode()).isEqualTo(403);
        assertThat(put(url, "image/png", TEN)).isEqualTo(403);
        URI unsigned = URI.create(url.toString().replaceFirst("\\?.*", ""));
        assertThat(get(unsigned).statusCode()).isEqualTo(403);
    }

    @Test
    void linksEnd() throws Exception {
        BlobKey key = stored();
        Clock yesterday = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-20));
        BlobStore earlier = new S3BlobStore(server.settings(), yesterday);
        URI over = earlier.signedGet(key, Duration.ofMinutes(10));
        assertThat(get(over).statusCode()).isEqualTo(403);
        SignedUpload late = earlier.signedPut(key, "image/png", 10, Duration.ofMinutes(10));
        assertThat(put(late.url(), "image/png", TEN)).isEqualTo(403);
        // The same age, but with time left.
        assertThat(get(earlier.signedGet(key, Duration.ofMinutes(40))).statusCode())
                .isEqualTo(200);
    }

    @Test
    void failsWithoutTellingKeys() {
        S3Settings right = server.settings();
        S3Settings wrong = S3Settings.of(
                right.endpoint(), "auto", S3Server.BUCKET, S3Server.ACCESS_KEY, Secret.of("not-the-secret-key-987"));
        BlobStore stranger = BlobStores.s3(wrong);
        BlobKey key = Blobs.key();
        List<Runnable> calls = List.of(
                () -> stranger.put(key, "image/png", 10, new ByteArrayInputStream(TEN)),
                () -> stranger.open(key),
                () -> stranger.info(key),
                () -> stranger.delete(key),
                stranger::check);
        for (Runnable call : calls) {
            StorageFailure failure = catchThrowableOfType(StorageFailure.class, call::run);
            assertThat(failure)
                    .isNotNull()
                    .hasNoCause()
                    .hasMessageNotContaining("Signature=")
                    .hasMessageNotContaining("not-the-secret")
                    .hasMessageNotContaining(S3Server.ACCESS_KEY);
        }
    }

    @Test
    void failsWhenNobodyListens() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        URI nobody = URI.create("http://127.0.0.1:" + free);
        BlobStore lonely = BlobStores.s3(S3Settings.of(nobody, "auto", "pictures", "a", Secret.of("0123456789abcdef")));
        assertThatExceptionOfType(StorageFailure.class).isThrownBy(lonely::check);
        assertThatExceptionOfType(StorageFailure.class)
                .isThrownBy(() -> lonely.put(Blobs.key(), "image/png", 10, new ByteArrayInputStream(TEN)));
    }

    @Test
    void checksThatTheBucketIsThere() {
        store.check();
        S3Settings right = server.settings();
        BlobStore none = BlobStores.s3(
                S3Settings.of(right.endpoint(), "auto", "nothing-here", S3Server.ACCESS_KEY, S3Server.SECRET_KEY));
        assertThatExceptionOfType(StorageFailure.class).isThrownBy(none::check).withMessageContaining("nothing-here");
    }

    @Test
    void manyPutAtOnce() throws Exception {
        BlobKey shared = Blobs.key();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<BlobKey>> puts = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                long size = 50_000 + i;
                BlobKey key = i % 2 == 0 ? shared : Blobs.key();
                puts.add(pool.submit(() ->
                        store.put(key, "image/png", size, Blobs.stream(size)).key()));
            }
            for (Future<BlobKey> put : puts) {
                assertWhole(put.get());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static void assertWhole(BlobKey key) {
        try (InputStream in = store.open(key).orElseThrow()) {
            byte[] bytes = in.readAllBytes();
            assertThat(bytes.length).isBetween(50_000, 50_040);
            assertThat(bytes).isEqualTo(Blobs.stream(bytes.length).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BlobKey stored() {
        BlobKey key = Blobs.key();
        store.put(key, "image/png", TEN.length, new ByteArrayInputStream(TEN));
        return key;
    }

    private static URI tampered(URI url) {
        String text = url.toString();
        char last = text.charAt(text.length() - 1);
        return URI.create(text.substring(0, text.length() - 1) + (last == '0' ? '1' : '0'));
    }

    private static URI other(URI url, BlobKey key) {
        return URI.create(url.toString().replace(key.value(), Blobs.key().value()));
    }

    private static HttpResponse<byte[]> get(URI url) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray());
    }

    private static int put(URI url, String contentType, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("content-type", contentType)
                .PUT(BodyPublishers.ofByteArray(body))
                .build();
        return HTTP.send(request, BodyHandlers.discarding()).statusCode();
    }
}
