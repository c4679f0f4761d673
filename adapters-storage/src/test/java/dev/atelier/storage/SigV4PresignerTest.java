package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SigV4PresignerTest {
    private static final Instant NOW = Instant.parse("2013-05-24T00:00:00Z");
    private static final SigV4Presigner PRESIGNER = new SigV4Presigner(
            "us-east-1", "AKIAIOSFODNN7EXAMPLE", Secret.of("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));

    /** The example of https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html. */
    @Test
    void signsAsAmazonsExample() {
        URI object = URI.create("https://examplebucket.s3.amazonaws.com/test.txt");
        URI signed = PRESIGNER.presign("GET", object, Map.of(), Duration.ofSeconds(86400), NOW);
        assertThat(signed)
                .isEqualTo(URI.create("https://examplebucket.s3.amazonaws.com/test.txt"
                        + "?X-Amz-Algorithm=AWS4-HMAC-SHA256"
                        + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
                        + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
                        + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"));
    }

    @Test
    void namesTheHeadersItSigns() {
        URI object = URI.create("https://host.example/bucket/key");
        Map<String, String> headers = Map.of("content-type", "image/png", "content-length", "12");
        URI signed = PRESIGNER.presign("PUT", object, headers, Duration.ofMinutes(5), NOW);
        assertThat(signed.getRawQuery()).contains("X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost&");
        URI other = PRESIGNER.presign(
                "PUT", object, Map.of("content-type", "image/png", "content-length", "13"), Duration.ofMinutes(5), NOW);
        assertThat(other).isNotEqualTo(signed);
    }

    @Test
    void leavesTheSchemesOwnPortOut() {
        URI plain = PRESIGNER.presign("GET", URI.create("https://h.example/b/k"), Map.of(), Duration.ofHours(1), NOW);
        URI port =
                PRESIGNER.presign("GET", URI.create("https://h.example:443/b/k"), Map.of(), Duration.ofHours(1), NOW);
        URI odd =
                PRESIGNER.presign("GET", URI.create("https://h.example:9000/b/k"), Map.of(), Duration.ofHours(1), NOW);
        assertThat(port.getRawQuery()).isEqualTo(plain.getRawQuery());
        assertThat(odd.getRawQuery()).isNotEqualTo(plain.getRawQuery());
    }
}
