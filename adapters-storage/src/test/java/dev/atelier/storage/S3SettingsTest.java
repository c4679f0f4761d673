package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.secret.Secret;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3SettingsTest {
    private static final Secret SECRET = Secret.of("very-secret-key-0123");
    private static final S3Settings R2 =
            S3Settings.r2("0123456789abcdef0123456789abcdef", "pictures", "access-id", SECRET);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    private static final BlobKey KEY = Blobs.key();

    @Test
    void knowsWhereR2Is() {
        assertThat(R2.endpoint())
                .isEqualTo(URI.create("https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com"));
        assertThat(R2.region()).isEqualTo("auto");
        assertThat(store(R2).reachableByVendors()).isTrue();
    }

    @Test
    void putsTheBucketInPathOrHost() {
        assertThat(store(R2).signedGet(KEY, Duration.ofHours(1)))
                .hasHost("0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com")
                .hasPath("/pictures/" + KEY);
        assertThat(store(R2.withPathStyle(false)).signedGet(KEY, Duration.ofHours(1)))
                .hasHost("pictures.0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com")
                .hasPath("/" + KEY);
    }

    @Test
    void readsThroughAPublicAddressIfThereIsOne() {
        BlobStore store = store(R2.withPublicBase(URI.create("https://cdn.example.com/pictures/")));
        assertThat(store.signedGet(KEY, Duration.ofHours(1)))
                .isEqualTo(URI.create("https://cdn.example.com/pictures/" + KEY));
        // Writing stays private.
        assertThat(store.signedPut(KEY, "image/png", 1, Duration.ofHours(1)).url())
                .hasHost("0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com");
    }

    @Test
    void asksForEncryptionByASignedHeader() {
        var upload = store(R2.withEncryptionAtRest(true)).signedPut(KEY, "image/png", 1, Duration.ofHours(1));
        assertThat(upload.headers()).containsEntry("x-amz-server-side-encryption", "AES256");
        assertThat(upload.url().getRawQuery()).contains("host%3Bx-amz-server-side-encryption");
    }

    @Test
    void showsNoKeys() {
        assertThat(R2.toString())
                .doesNotContain("very-secret")
                .doesNotContain("access-id")
                .contains("pictures");
    }

    @Test
    void refusesSettingsThatCannotWork() {
        URI endpoint = R2.endpoint();
        refuses(() -> S3Settings.r2("my-account", "pictures", "a", SECRET));
        refuses(() -> S3Settings.of(URI.create("s3.example.com"), "auto", "pictures", "a", SECRET));
        refuses(() -> S3Settings.of(URI.create("ftp://s3.example.com"), "auto", "pictures", "a", SECRET));
        refuses(() -> S3Settings.of(URI.create("https://s3.example.com/bucket"), "auto", "pictures", "a", SECRET));
        refuses(() -> S3Settings.of(URI.create("https://user:pw@s3.example.com"), "auto", "pictures", "a", SECRET));
        refuses(() -> S3Settings.of(endpoint, "auto", "No_Bucket", "a", SECRET));
        refuses(() -> S3Settings.of(endpoint, " ", "pictures", "a", SECRET));
        refuses(() -> R2.withPublicBase(URI.create("https://cdn.example.com/?x=1")));
    }

    @ParameterizedTest
    @CsvSource({
        "https://s3.eu-central-1.amazonaws.com, true",
        "http://203.0.114.9:9000, true",
        "https://[2a00:1450:4001:831::200e], true",
        "http://localhost:9000, false",
        "http://minio:9000, false",
        "http://127.0.0.1:9000, false",
        "http://10.1.2.3, false",
        "http://172.16.0.1, false",
        "http://172.32.0.1, true",
        "http://192.168.1.5, false",
        "http://169.254.169.254, false",
        "http://100.64.1.1, false",
        "http://[::1]:9000, false",
        "http://[fd00::1], false",
        "http://[fe80::1], false",
        "https://minio.internal, false",
        "https://nas.local, false"
    })
    void judgesByTheHostWhetherVendorsCanRead(String endpoint, boolean reachable) {
        S3Settings settings = S3Settings.of(URI.create(endpoint), "auto", "pictures", "a", SECRET);
        assertThat(store(settings).reachableByVendors()).isEqualTo(reachable);
        assertThat(store(settings.withReachableByVendors(!reachable)).reachableByVendors())
                .isEqualTo(!reachable);
    }

    @Test
    void boundsHowLongLinksLive() {
        BlobStore store = store(R2);
        refuses(() -> store.signedGet(KEY, Duration.ofHours(24).plusSeconds(1)));
        refuses(() -> store.signedGet(KEY, Duration.ZERO));
        refuses(() -> store.signedPut(KEY, "image/png", 1, Duration.ofMinutes(61)));
    }

    private static void refuses(Runnable work) {
        assertThatIllegalArgumentException().isThrownBy(work::run);
    }

    private static BlobStore store(S3Settings settings) {
        return new S3BlobStore(settings, CLOCK);
    }
}
