package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.blob.SignedUpload;
import dev.atelier.core.secret.Secret;
import dev.atelier.storage.LocalBlobLinks.Verdict;
import dev.atelier.storage.LocalBlobLinks.Verified;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalBlobLinksTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final URI BASE = URI.create("https://atelier.example/app/");
    private static final Secret KEY = Secret.of("0123456789abcdef0123456789abcdef");
    private static final BlobKey BLOB = Blobs.key();

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final LocalBlobLinks links = at(Duration.ZERO);

    @Test
    void readsWhatItSigned() {
        URI url = links.get(BLOB, Duration.ofMinutes(5));
        assertThat(url).hasHost("atelier.example").hasPath("/app/files/" + BLOB);
        assertThat(get(links, url)).isEqualTo(new Verified(Verdict.OK, BLOB));
        assertThat(links.verifyGet("/files/" + BLOB, url.getRawQuery())).contains(new Verified(Verdict.OK, BLOB));
    }

    @Test
    void linksEnd() {
        URI url = links.get(BLOB, Duration.ofMinutes(5));
        assertThat(get(at(Duration.ofSeconds(299)), url).verdict()).isEqualTo(Verdict.OK);
        assertThat(get(at(Duration.ofSeconds(300)), url).verdict()).isEqualTo(Verdict.EXPIRED);
        // A link that nobody made has no end; a later one than signed is none of ours.
        String longer = url.getRawQuery().replaceFirst("exp=[0-9]+", "exp=99999999999");
        assertThat(links.verifyGet(url.getRawPath(), longer).orElseThrow().verdict())
                .isEqualTo(Verdict.FORGED);
    }

    @Test
    void belongsToOneObjectAndOneMethod() {
        URI url = links.get(BLOB, Duration.ofMinutes(5));
        assertThat(links.verifyGet("/files/" + Blobs.key(), url.getRawQuery())
                        .orElseThrow()
                        .verdict())
                .isEqualTo(Verdict.FORGED);
        assertThat(put(url, "image/png", 10)).isEqualTo(Verdict.FORGED);
        SignedUpload upload = links.put(BLOB, "image/png", 10, Duration.ofMinutes(5));
        assertThat(get(links, upload.url()).verdict()).isEqualTo(Verdict.FORGED);
    }

    @Test
    void anUploadHasOneTypeAndOneLength() {
        SignedUpload upload = links.put(BLOB, "image/png", 10, Duration.ofMinutes(5));
        assertThat(upload.method()).isEqualTo("PUT");
        assertThat(upload.headers()).containsEntry("content-type", "image/png");
        assertThat(upload.expiresAt()).isEqualTo(NOW.plusSeconds(300));
        assertThat(put(upload.url(), "image/png", 10)).isEqualTo(Verdict.OK);
        assertThat(put(upload.url(), "image/png", 11)).isEqualTo(Verdict.FORGED);
        assertThat(put(upload.url(), "image/png", -1)).isEqualTo(Verdict.FORGED);
        assertThat(put(upload.url(), "text/html", 10)).isEqualTo(Verdict.FORGED);
        assertThat(put(upload.url(), null, 10)).isEqualTo(Verdict.FORGED);
    }

    @Test
    void anotherKeySignsOtherLinks() {
        Secret other = Secret.of("another-key-of-32-bytes-and-more");
        URI url = new LocalBlobLinks(BASE, other, clock(Duration.ZERO)).get(BLOB, Duration.ofMinutes(5));
        assertThat(get(links, url).verdict()).isEqualTo(Verdict.FORGED);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LocalBlobLinks(BASE, Secret.of("short"), clock(Duration.ZERO)))
                .withMessageContaining("5 bytes");
    }

    @Test
    void noticesEveryChangedCharacterOfASignature() {
        URI url = links.get(BLOB, Duration.ofMinutes(5));
        String query = url.getRawQuery();
        for (int i = query.indexOf("sig=") + 4; i < query.length(); i++) {
            // The neighbour in the alphabet: it differs in the lowest bits, which a lenient decoder drops.
            char neighbour = ALPHABET.charAt(ALPHABET.indexOf(query.charAt(i)) ^ 1);
            String changed = query.substring(0, i) + neighbour + query.substring(i + 1);
            assertThat(links.verifyGet(url.getRawPath(), changed).orElseThrow().verdict())
                    .isEqualTo(Verdict.FORGED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "exp=1",
                "sig=x",
                "exp=&sig=",
                "exp=-1&sig=AAAA",
                "exp=99999999999999999999&sig=AAAA",
                "exp=1767225900&sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void takesNoOtherQuery(String query) {
        assertThat(links.verifyGet("/files/" + BLOB, query).orElseThrow().verdict())
                .isEqualTo(Verdict.FORGED);
        assertThat(links.verifyGet("/files/" + BLOB, null).orElseThrow().verdict())
                .isEqualTo(Verdict.FORGED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/files/",
                "/files/../etc/passwd",
                "/files/uploads/%2e%2e/x.png",
                "/other",
                "/files/.unfinished/x",
                "/files/generated/user_1/2.png"
            })
    void knowsNoOtherPath(String path) {
        assertThat(links.verifyGet(path, "exp=1&sig=x")).isEmpty();
        assertThat(links.verifyPut(path, "exp=1&sig=x", "image/png", 1)).isEmpty();
    }

    private Verdict put(URI url, String contentType, long length) {
        return links.verifyPut(url.getRawPath(), url.getRawQuery(), contentType, length)
                .orElseThrow()
                .verdict();
    }

    private static Verified get(LocalBlobLinks links, URI url) {
        return links.verifyGet(url.getRawPath(), url.getRawQuery()).orElseThrow();
    }

    private static LocalBlobLinks at(Duration later) {
        return new LocalBlobLinks(BASE, KEY, clock(later));
    }

    private static Clock clock(Duration later) {
        return Clock.fixed(NOW.plus(later), ZoneOffset.UTC);
    }
}
