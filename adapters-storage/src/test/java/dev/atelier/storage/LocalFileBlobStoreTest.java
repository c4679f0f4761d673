package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import dev.atelier.core.blob.BlobInfo;
import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.blob.StorageFailure;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalFileBlobStoreTest {
    private static final Secret KEY = Secret.of("0123456789abcdef0123456789abcdef");

    @TempDir
    Path folder;

    private BlobStore store;

    @BeforeEach
    void open() {
        store = BlobStores.local(folder, URI.create("https://atelier.example"), KEY, Clock.systemUTC());
    }

    @Test
    void streamsALargeObjectWithAFlatHeap() throws IOException {
        long size = 25L << 20;
        BlobKey key = Blobs.key();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        store.put(key, "image/png", size, Blobs.stream(size));
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4L << 20);
        assertThat(Files.size(folder.resolve(key.value()))).isEqualTo(size);
    }

    @Test
    void keepsAcrossARestart() throws IOException {
        BlobKey key = Blobs.key();
        store.put(key, "image/webp", 1000, Blobs.stream(1000));
        BlobStore again = BlobStores.local(folder, URI.create("https://atelier.example"), KEY, Clock.systemUTC());
        // The name ends in .png: the type is what was said at put.
        assertThat(again.info(key)).contains(new BlobInfo(key, "image/webp", 1000));
        try (InputStream in = again.open(key).orElseThrow()) {
            assertThat(in.readAllBytes()).isEqualTo(Blobs.stream(1000).readAllBytes());
        }
    }

    @Test
    void leavesNothingOfAStreamOfTheWrongLength() throws IOException {
        BlobKey key = Blobs.key();
        assertThatExceptionOfType(StorageFailure.class)
                .isThrownBy(() -> store.put(key, "image/png", 50_000, Blobs.stream(49_999)))
                .withMessageContaining("ended after 49999 of 50000 bytes");
        assertThatExceptionOfType(StorageFailure.class)
                .isThrownBy(() -> store.put(key, "image/png", 50_000, Blobs.stream(50_001)));
        assertThat(files()).isEmpty();
    }

    @Test
    void keepsTheOldObjectIfItsReplacementBreaks() {
        BlobKey key = Blobs.key();
        store.put(key, "image/png", 10, Blobs.stream(10));
        assertThatExceptionOfType(StorageFailure.class)
                .isThrownBy(() -> store.put(key, "image/webp", 20, Blobs.stream(15)));
        assertThat(store.info(key)).contains(new BlobInfo(key, "image/png", 10));
    }

    @Test
    void removesEverythingOfAnObject() throws IOException {
        BlobKey key = Blobs.key();
        store.put(key, "image/png", 10, Blobs.stream(10));
        store.delete(key);
        store.delete(key);
        assertThat(store.info(key)).isEmpty();
        assertThat(store.open(key)).isEmpty();
        assertThat(files()).isEmpty();
    }

    @Test
    void manyPutOneKeyAtOnce() throws Exception {
        BlobKey key = Blobs.key();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<BlobInfo>> puts = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                // Size and type belong together: a mix of two puts would show.
                int size = 20_000 + i;
                puts.add(pool.submit(() -> store.put(key, "image/x-" + size, size, Blobs.stream(size))));
            }
            for (Future<BlobInfo> put : puts) {
                assertThat(put.get().key()).isEqualTo(key);
                BlobInfo now = store.info(key).orElseThrow();
                assertThat(now.contentType()).isEqualTo("image/x-" + now.sizeBytes());
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(files()).hasSize(2);
    }

    @Test
    void cleansUpAfterACrash() throws IOException {
        Path old = Files.writeString(folder.resolve(".unfinished/old"), "x");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        Path fresh = Files.writeString(folder.resolve(".unfinished/fresh"), "x");
        BlobStores.local(folder, URI.create("https://atelier.example"), KEY, Clock.systemUTC())
                .check();
        assertThat(files()).containsExactly(fresh);
    }

    @Test
    void failsWhereItCannotWrite() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        assertThatExceptionOfType(StorageFailure.class)
                .isThrownBy(
                        () -> BlobStores.local(file, URI.create("https://atelier.example"), KEY, Clock.systemUTC()));
        Files.delete(file);
        Files.delete(folder.resolve(".unfinished"));
        assertThatExceptionOfType(StorageFailure.class).isThrownBy(store::check);
    }

    @ParameterizedTest
    @CsvSource({
        "https://atelier.example, true",
        "http://atelier.example, false",
        "https://localhost:8443, false",
        "https://10.0.0.5, false"
    })
    void vendorsReachItOnlyOverPublicHttps(URI base, boolean reachable) {
        assertThat(BlobStores.local(folder, base, KEY, Clock.systemUTC()).reachableByVendors())
                .isEqualTo(reachable);
    }

    @Test
    void boundsHowLongLinksLive() {
        BlobKey key = Blobs.key();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.signedGet(key, Duration.ofHours(24).plusSeconds(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.signedPut(key, "image/png", 1, Duration.ofMinutes(61)));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
