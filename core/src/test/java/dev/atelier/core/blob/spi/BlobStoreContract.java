package dev.atelier.core.blob.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.account.UserId;
import dev.atelier.core.blob.BlobInfo;
import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.blob.SignedUpload;
import dev.atelier.core.blob.StorageFailure;
import dev.atelier.core.fakes.Together;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link BlobStore} promises, signed URLs included: the adapter's test acts as the browser. */
public abstract class BlobStoreContract {
    private static final byte[] BYTES = bytes(100_000, 7);

    private BlobStore blobs;
    private BlobKey key;

    /** The same store during one test. */
    protected abstract BlobStore blobs();

    /** Reads the URL as a browser would; empty if it is refused or there is nothing. */
    protected abstract Optional<byte[]> get(URI url);

    /** Puts the bytes as the permission says, but with this content type; false if that is refused. */
    protected abstract boolean put(SignedUpload permission, String contentType, byte[] bytes);

    /** A URL for reading this object that was good once and has expired. */
    protected abstract URI expiredGet(BlobKey key);

    /** A permission to put one object that was good once and has expired. */
    protected abstract SignedUpload expiredPut(BlobKey key, String contentType, long sizeBytes);

    @BeforeEach
    void makeKey() {
        blobs = blobs();
        key = freshKey();
    }

    @Test
    void whatIsPutIsReadBack() {
        BlobInfo info = blobs.put(key, "image/png", BYTES.length, stream(BYTES));

        assertThat(info).isEqualTo(new BlobInfo(key, "image/png", BYTES.length));
        assertThat(read(key)).contains(BYTES);
        assertThat(blobs.info(key)).contains(info);
    }

    @Test
    void nothingIsKnownOfWhatIsNotThere() {
        assertThat(blobs.open(key)).isEmpty();
        assertThat(blobs.info(key)).isEmpty();
        assertThat(get(blobs.signedGet(key, Duration.ofMinutes(1)))).isEmpty();
    }

    @Test
    void anEmptyObjectIsAnObject() {
        blobs.put(key, "image/png", 0, stream(new byte[0]));

        assertThat(read(key)).contains(new byte[0]);
    }

    @Test
    void aSecondPutReplacesTheFirst() {
        blobs.put(key, "image/png", BYTES.length, stream(BYTES));
        byte[] other = bytes(10, 8);
        blobs.put(key, "image/jpeg", other.length, stream(other));

        assertThat(read(key)).contains(other);
        assertThat(blobs.info(key)).contains(new BlobInfo(key, "image/jpeg", other.length));
    }

    @Test
    void aStreamOfAnotherSizeStoresNothing() {
        assertThatThrownBy(() -> blobs.put(key, "image/png", BYTES.length + 1L, stream(BYTES)))
                .isInstanceOf(StorageFailure.class);
        assertThat(blobs.info(key)).isEmpty();
        assertThatThrownBy(() -> blobs.put(key, "image/png", BYTES.length - 1L, stream(BYTES)))
                .isInstanceOf(StorageFailure.class);
        assertThat(blobs.info(key)).isEmpty();
        assertThat(blobs.open(key)).isEmpty();
    }

    @Test
    void aStreamThatBreaksStoresNothing() {
        InputStream broken = new InputStream() {
            private int given;

            @Override
            public int read() throws IOException {
                if (given++ > 10) {
                    throw new IOException("the line broke");
                }
                return 1;
            }
        };

        assertThatThrownBy(() -> blobs.put(key, "image/png", 1_000, broken)).isInstanceOf(StorageFailure.class);
        assertThat(blobs.info(key)).isEmpty();
    }

    @Test
    void theStreamIsLeftOpen() {
        boolean[] closed = new boolean[1];
        blobs.put(key, "image/png", BYTES.length, new ByteArrayInputStream(BYTES) {
            @Override
            public void close() {
                closed[0] = true;
            }
        });

        assertThat(closed[0]).isFalse();
    }

    @Test
    void aDeletedObjectIsGoneAndDeletingAgainIsNoTrouble() {
        blobs.put(key, "image/png", BYTES.length, stream(BYTES));
        blobs.delete(key);
        blobs.delete(key);

        assertThat(blobs.open(key)).isEmpty();
        assertThat(blobs.info(key)).isEmpty();
    }

    @Test
    void manyThreadsPutAtOnce() {
        List<BlobKey> keys = Together.run(16, i -> {
            BlobKey mine = freshKey();
            byte[] bytes = bytes(20_000 + i, i);
            blobs.put(mine, "image/png", bytes.length, stream(bytes));
            return mine;
        });

        for (int i = 0; i < keys.size(); i++) {
            assertThat(read(keys.get(i))).contains(bytes(20_000 + i, i));
        }
    }

    @Test
    void oneKeyPutByManyThreadsHoldsOneOfThem() {
        Together.run(8, i -> blobs.put(key, "image/png", 50_000, stream(bytes(50_000, i))));

        byte[] stored = read(key).orElseThrow();
        assertThat(List.of(0, 1, 2, 3, 4, 5, 6, 7))
                .anySatisfy(i -> assertThat(stored).isEqualTo(bytes(50_000, i)));
    }

    @Test
    void aSignedUrlReadsItsObjectAndNoOther() {
        BlobKey other = freshKey();
        blobs.put(key, "image/png", BYTES.length, stream(BYTES));
        blobs.put(other, "image/png", BYTES.length, stream(BYTES));
        URI url = blobs.signedGet(key, Duration.ofMinutes(5));

        assertThat(get(url)).contains(BYTES);
        assertThat(get(URI.create(url.toString().replace(name(key), name(other)))))
                .isEmpty();
    }

    @Test
    void anExpiredUrlReadsNothing() {
        blobs.put(key, "image/png", BYTES.length, stream(BYTES));

        assertThat(get(expiredGet(key))).isEmpty();
    }

    @Test
    void aSignedUrlCannotBeChanged() {
        blobs.put(key, "image/png", BYTES.length, stream(BYTES));
        String url = blobs.signedGet(key, Duration.ofMinutes(5)).toString();
        char last = url.charAt(url.length() - 1);

        assertThat(get(URI.create(url.substring(0, url.length() - 1) + (last == 'a' ? 'b' : 'a'))))
                .isEmpty();
    }

    @Test
    void aSignedUploadPutsItsObject() {
        SignedUpload permission = blobs.signedPut(key, "image/png", BYTES.length, Duration.ofMinutes(5));

        assertThat(put(permission, "image/png", BYTES)).isTrue();
        assertThat(read(key)).contains(BYTES);
        assertThat(blobs.info(key)).contains(new BlobInfo(key, "image/png", BYTES.length));
        assertThat(permission.toString()).doesNotContain(permission.url().toString());
    }

    @Test
    void aSignedUploadTakesNoOtherTypeOrSize() {
        SignedUpload permission = blobs.signedPut(key, "image/png", BYTES.length, Duration.ofMinutes(5));

        assertThat(put(permission, "text/html", BYTES)).isFalse();
        assertThat(put(permission, "image/png", bytes(BYTES.length - 1, 7))).isFalse();
        assertThat(put(permission, "image/png", bytes(BYTES.length + 1, 7))).isFalse();
        assertThat(blobs.info(key)).isEmpty();
    }

    @Test
    void anExpiredUploadPutsNothing() {
        assertThat(put(expiredPut(key, "image/png", BYTES.length), "image/png", BYTES))
                .isFalse();
        assertThat(blobs.info(key)).isEmpty();
    }

    @Test
    void permissionsAreShort() {
        assertThatThrownBy(() -> blobs.signedGet(key, Duration.ofHours(25)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> blobs.signedGet(key, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> blobs.signedPut(key, "image/png", 5, Duration.ofMinutes(61)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSoundStorePassesItsCheck() {
        assertThatCode(blobs::check).doesNotThrowAnyException();
    }

    private Optional<byte[]> read(BlobKey wanted) {
        return blobs.open(wanted).map(stream -> {
            try (stream) {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static BlobKey freshKey() {
        return BlobKey.upload(new UserId(UUID.randomUUID()), UUID.randomUUID(), "png");
    }

    private static String name(BlobKey key) {
        return key.value().substring(key.value().lastIndexOf('/') + 1);
    }

    private static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    private static byte[] bytes(int size, int seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
