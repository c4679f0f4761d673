package dev.atelier.app.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.app.http.TestServer.Client;
import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.blob.SignedUpload;
import dev.atelier.core.fakes.ScriptedVendor;
import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFileRoutesTest {
    private static final byte[] PNG = ScriptedVendor.png(40, 30, Color.BLUE);
    private EdgeServer edge;
    private Client anybody;
    private BlobKey key;

    @BeforeEach
    void start(@TempDir Path folder) {
        edge = new EdgeServer(folder);
        anybody = edge.server.anonymous();
        key = BlobKey.upload(edge.caller.user(), UUID.randomUUID(), "png");
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    @Test
    void aBrowserMayShowAFileAndNothingElse() {
        Answer answer = anybody.get(stored());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("image/png");
        assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(PNG.length));
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Content-Security-Policy")).isEqualTo("sandbox; default-src 'none'");
        assertThat(answer.header("Content-Disposition")).isEqualTo("inline");
        assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("cross-origin");
        assertThat(answer.header("Cache-Control")).matches("private, max-age=(59[0-9]|600), immutable");
        assertThat(answer.headers().allValues("Content-Security-Policy")).hasSize(1);
    }

    @Test
    void expiredAndForgedLinksGetTheSameAnswer() {
        String link = stored();
        edge.clock.advance(Duration.ofMinutes(11));
        Answer expired = anybody.get(link);
        assertThat(expired.status()).isEqualTo(403);
        assertThat(expired.code()).isEqualTo("link_expired");
        assertThat(expired.header("Cache-Control")).isEqualTo("no-store");
        for (String forged : new String[] {
            link.substring(0, link.length() - 3) + "abc",
            link.replaceFirst("exp=[0-9]+", "exp=99999999999"),
            link.replaceFirst("\\?.*", ""),
            link + "&more=1",
            link.replace("exp=", "exp=x")
        }) {
            Answer answer = anybody.get(forged);
            assertThat(answer.status()).as(forged).isEqualTo(403);
            assertThat(comparable(answer)).isEqualTo(comparable(expired));
        }
    }

    @Test
    void whatIsNoKeyOrHasNoBytesIsNotFound() {
        assertThat(anybody.get("/files/etc/passwd").status()).isEqualTo(404);
        assertThat(anybody.get("/files/..%2f..%2fetc%2fpasswd").status()).isIn(400, 404);
        String link = stored();
        edge.blobs.delete(key);
        assertThat(anybody.get(link).status()).isEqualTo(404);
    }

    @Test
    void aPlayerGetsTheRangeItAsksFor() {
        key = BlobKey.generated(edge.caller.user(), UUID.randomUUID(), "mp4");
        String text = "0123456789";
        edge.blobs.put(key, "video/mp4", 10, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        String link = EdgeServer.local(
                edge.blobs.signedGet(key, Duration.ofMinutes(10)).toString());
        Answer whole = anybody.get(link);
        assertThat(whole.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(whole.header("Content-Type")).isEqualTo("video/mp4");
        for (String[] expected : new String[][] {
            {"bytes=2-4", "234", "bytes 2-4/10"},
            {"bytes=7-", "789", "bytes 7-9/10"},
            {"bytes=-2", "89", "bytes 8-9/10"},
            {"bytes=0-99", text, "bytes 0-9/10"},
            {"bytes=-99", text, "bytes 0-9/10"}
        }) {
            Answer part = anybody.with("Range", expected[0]).get(link);
            assertThat(part.status()).as(expected[0]).isEqualTo(206);
            assertThat(part.body()).isEqualTo(expected[1]);
            assertThat(part.header("Content-Range")).isEqualTo(expected[2]);
            assertThat(part.header("Content-Length")).isEqualTo(Integer.toString(expected[1].length()));
        }
        for (String ignored : new String[] {"bytes=1-2,4-5", "bytes=5-2", "pages=1-2", "bytes=x"}) {
            assertThat(anybody.with("Range", ignored).get(link))
                    .as(ignored)
                    .returns(200, Answer::status)
                    .returns(text, Answer::body);
        }
        assertThat(anybody.with("Range", "bytes=2-4", "If-Range", "\"a\"")
                        .get(link)
                        .status())
                .isEqualTo(200);
        Answer beyond = anybody.with("Range", "bytes=10-").get(link);
        assertThat(beyond.status()).isEqualTo(416);
        assertThat(beyond.header("Content-Range")).isEqualTo("bytes */10");
    }

    @Test
    void aPutTakesTheSignedTypeAndLengthOnly() {
        SignedUpload permission = edge.blobs.signedPut(key, "image/png", PNG.length, Duration.ofMinutes(5));
        String link = EdgeServer.local(permission.url().toString());
        byte[] longer = new byte[PNG.length + 1];
        assertThat(put(link, "image/jpeg", PNG).code()).isEqualTo("link_expired");
        assertThat(put(link, "image/png", longer).code()).isEqualTo("link_expired");
        assertThat(put(link, "image/png", new byte[3]).code()).isEqualTo("link_expired");
        assertThat(put(link, "multipart/form-data; boundary=x", PNG).status()).isEqualTo(403);
        assertThat(anybody.with("Content-Type", "image/png")
                        .sendRaw("PUT", link, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(PNG)))
                        .status())
                .as("no length")
                .isEqualTo(403);
        assertThat(anybody.get(link).status())
                .as("a permission to put does not read")
                .isEqualTo(403);
        assertThat(put(link, "image/png", new byte[250_000]).status()).isEqualTo(413);
        assertThat(edge.blobs.info(key)).isEmpty();

        assertThat(put(link, "image/png", PNG).status()).isEqualTo(201);
        assertThat(edge.blobs.info(key).orElseThrow().sizeBytes()).isEqualTo(PNG.length);
    }

    @Test
    void anExpiredPermissionPutsNothing() {
        SignedUpload permission = edge.blobs.signedPut(key, "image/png", PNG.length, Duration.ofMinutes(5));
        edge.clock.advance(Duration.ofMinutes(6));
        assertThat(put(EdgeServer.local(permission.url().toString()), "image/png", PNG)
                        .code())
                .isEqualTo("link_expired");
        assertThat(edge.blobs.info(key)).isEmpty();
    }

    private Answer put(String link, String type, byte[] bytes) {
        return anybody.with("Content-Type", type).sendRaw("PUT", link, BodyPublishers.ofByteArray(bytes));
    }

    private String stored() {
        edge.blobs.put(key, "image/png", PNG.length, new ByteArrayInputStream(PNG));
        return EdgeServer.local(
                edge.blobs.signedGet(key, Duration.ofMinutes(10)).toString());
    }

    private static Object comparable(Answer answer) {
        return ((ObjectNode) answer.json()).without("requestId");
    }
}
