package dev.atelier.app.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.app.http.TestServer.Client;
import dev.atelier.core.account.Role;
import dev.atelier.core.fakes.ScriptedVendor;
import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadRoutesTest {
    private static final byte[] PNG = ScriptedVendor.png(40, 30, Color.BLUE);
    private EdgeServer edge;
    private Client creator;

    @BeforeEach
    void start(@TempDir Path folder) {
        edge = new EdgeServer(folder);
        creator = edge.as(Role.CREATOR);
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    @Test
    void aPictureSentAsAFormCanBeReadListedAndForgotten() {
        Answer stored = EdgeServer.sendFile(creator, "file", "C:\\\\pots\\\\tea ü.png", PNG);
        assertThat(stored.status()).as(stored.body()).isEqualTo(201);
        JsonNode upload = stored.json();
        String path = stored.header("Location");
        assertThat(path).isEqualTo("/api/v1/uploads/" + upload.path("id").asText());
        assertThat(upload.path("ready").asBoolean()).isTrue();
        assertThat(upload.path("filename").asText()).isEqualTo("tea ü.png");
        assertThat(upload.path("widthPx").asInt()).isEqualTo(40);
        assertThat(upload.path("heightPx").asInt()).isEqualTo(30);
        assertThat(upload.path("sizeBytes").asInt()).isEqualTo(PNG.length);

        Client viewer = edge.as(Role.VIEWER);
        Answer seen = viewer.get(path);
        assertThat(seen.status()).isEqualTo(200);
        String bytes = EdgeServer.local(seen.json().path("url").asText());
        assertThat(edge.server.anonymous().get(bytes).status()).isEqualTo(200);
        assertThat(viewer.get("/api/v1/uploads").json().path("data")).hasSize(1);
        assertThat(viewer.delete(path).status()).isEqualTo(403);

        assertThat(creator.delete(path).status()).isEqualTo(204);
        assertThat(creator.get(path).status()).isEqualTo(404);
        assertThat(creator.delete(path).status()).isEqualTo(404);
        assertThat(viewer.get("/api/v1/uploads").json().path("data")).isEmpty();
        // Generations that used it still show it.
        assertThat(edge.server.anonymous().get(bytes).status()).isEqualTo(200);
    }

    @Test
    void whatIsNoSoundPictureIsRefusedWithItsReason() {
        refused(PNG.clone(), 0, 422, "empty");
        refused("just some words, and a few more".getBytes(StandardCharsets.UTF_8), -1, 422, "not_a_picture");
        refused(PNG, PNG.length - 20, 422, "truncated");
        refused("GIF89a and then some more bytes".getBytes(StandardCharsets.UTF_8), -1, 415, "unsupported_format");
        refused("<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.UTF_8), -1, 415, null);
        refused(header(30_000, 30_000), -1, 413, "too_many_pixels");
        refused(Arrays.copyOf(PNG, 200_001), -1, 413, "too_many_bytes");
        assertThat(creator.get("/api/v1/uploads").json().path("data")).isEmpty();
    }

    private void refused(byte[] bytes, int length, int status, String reason) {
        byte[] sent = length < 0 ? bytes : Arrays.copyOf(bytes, length);
        Answer answer = EdgeServer.sendFile(creator, "file", "p.png", sent);
        assertThat(answer.status()).as("%s %s", reason, answer.body()).isEqualTo(status);
        assertThat(answer.json().path("charged").asBoolean(true)).isFalse();
        JsonNode error = answer.json().path("errors").path(0);
        assertThat(error.path("pointer").asText()).isEqualTo("/file");
        assertThat(error.path("detail").asText()).endsWith(".");
        if (reason != null) {
            assertThat(error.path("code").asText()).isEqualTo(reason);
        }
    }

    @Test
    void bodiesBeyondTheCapAreCutWithAndWithoutALength() {
        assertThat(EdgeServer.sendFile(creator, "file", "p.png", new byte[300_000])
                        .code())
                .isEqualTo("body_too_large");
        byte[] part = EdgeServer.part("file", "p.png", new byte[2_000_000]);
        Answer chunked = creator.with("Content-Type", "multipart/form-data; boundary=frontier")
                .sendRaw("POST", "/api/v1/uploads", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(part)));
        assertThat(chunked.status()).isEqualTo(413);
    }

    @Test
    void aFormHasExactlyOneFileInItsField() {
        byte[] file = EdgeServer.part("file", "a.png", PNG);
        assertThat(EdgeServer.form(creator, file, file).status()).isEqualTo(400);
        assertThat(EdgeServer.form(creator, file, EdgeServer.part("other", "b.png", PNG))
                        .status())
                .isEqualTo(400);
        assertThat(EdgeServer.form(creator, file, EdgeServer.part("orgId", "", new byte[] {'7'}))
                        .status())
                .isEqualTo(400);
        assertThat(EdgeServer.sendFile(creator, "picture", "a.png", PNG).status())
                .isEqualTo(400);
        assertThat(EdgeServer.form(creator).status()).isEqualTo(400);
        assertThat(EdgeServer.form(creator, EdgeServer.part("file", "", PNG)).status())
                .isEqualTo(400);
        assertThat(creator.with("Content-Type", "multipart/form-data")
                        .send("POST", "/api/v1/uploads", "nothing")
                        .status())
                .isEqualTo(400);
        assertThat(creator.with("Content-Type", "image/png")
                        .sendRaw("POST", "/api/v1/uploads", BodyPublishers.ofByteArray(PNG))
                        .status())
                .isEqualTo(415);
        assertThat(EdgeServer.sendFile(edge.as(Role.VIEWER), "file", "a.png", PNG)
                        .status())
                .isEqualTo(403);
        assertThat(creator.get("/api/v1/uploads").json().path("data")).isEmpty();
    }

    @Test
    void aPermittedUploadIsPutAndCompleted() {
        JsonNode permission = permit("image/png", PNG.length);
        String path = "/api/v1/uploads/" + permission.path("uploadId").asText();
        assertThat(creator.post(path + "/complete", "{}").code()).isEqualTo("conflict");
        assertThat(creator.get(path).json().path("ready").asBoolean(true)).isFalse();
        assertThat(creator.get(path).json().path("url").isNull()).isTrue();

        assertThat(put(permission, PNG).status()).isEqualTo(201);
        assertThat(put(permission, PNG).code()).as("put once").isEqualTo("conflict");
        Answer completed = creator.post(path + "/complete", "{}");
        assertThat(completed.status()).as(completed.body()).isEqualTo(200);
        assertThat(completed.json().path("ready").asBoolean()).isTrue();
        assertThat(creator.post(path + "/complete", "{}").json().path("sha256"))
                .isEqualTo(completed.json().path("sha256"));
        assertThat(creator.get(path).json().path("url").asText()).contains("/files/");
    }

    @Test
    void aPermittedUploadThatIsNoPictureIsForgotten() {
        byte[] words = "words, words and words again".getBytes(StandardCharsets.UTF_8);
        JsonNode permission = permit("image/png", words.length);
        String path = "/api/v1/uploads/" + permission.path("uploadId").asText();
        assertThat(put(permission, words).status()).isEqualTo(201);
        assertThat(creator.post(path + "/complete", "{}").status()).isEqualTo(422);
        assertThat(creator.get(path).status()).isEqualTo(404);

        JsonNode huge = permit("image/png", header(30_000, 30_000).length);
        put(huge, header(30_000, 30_000));
        Answer refused = creator.post("/api/v1/uploads/" + huge.path("uploadId").asText() + "/complete", "{}");
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("too_many_pixels");
    }

    @Test
    void permissionsAreForPicturesOfAKnownSizeOnly() {
        presignRefused("image/gif", "10", 415);
        presignRefused("image/svg+xml", "10", 415);
        presignRefused("image/png", "200001", 413);
        presignRefused("image/png", "0", 422);
        presignRefused("image/png", "-5", 422);
        presignRefused("image/png", "1.5", 400);
        presignRefused("image/png", "\"9\"", 400);
        assertThat(creator.post(
                                "/api/v1/uploads/presign",
                                "{\"filename\":\"\",\"contentType\":\"image/png\",\"sizeBytes\":1}")
                        .status())
                .isEqualTo(400);
        assertThat(creator.post(
                                "/api/v1/uploads/presign",
                                "{\"filename\":\"a\",\"contentType\":\"image/png\",\"sizeBytes\":1,\"key\":\"x\"}")
                        .status())
                .isEqualTo(400);
    }

    private void presignRefused(String type, String size, int status) {
        Answer answer = creator.post("/api/v1/uploads/presign", announcement(type, size));
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().at("/errors/0/pointer").asText()).isIn("/contentType", "/sizeBytes");
    }

    @Test
    void anotherOrgFindsNothing() {
        String path = EdgeServer.sendFile(creator, "file", "a.png", PNG).header("Location");
        Client stranger = edge.server.as(Role.OWNER);
        assertThat(stranger.get(path).status()).isEqualTo(404);
        assertThat(stranger.delete(path).status()).isEqualTo(404);
        assertThat(stranger.post(path + "/complete", "{}").status()).isEqualTo(404);
        assertThat(stranger.get("/api/v1/uploads").json().path("data")).isEmpty();
        assertThat(creator.get("/api/v1/uploads/" + UUID.randomUUID()).status()).isEqualTo(404);
        assertThat(creator.get("/api/v1/uploads/7").status()).isEqualTo(404);
        assertThat(creator.get(path).status()).isEqualTo(200);
    }

    @Test
    void anUnfinishedUploadGoesWithItsBytes() {
        JsonNode permission = permit("image/png", PNG.length);
        put(permission, PNG);
        assertThat(creator.delete(
                                "/api/v1/uploads/" + permission.path("uploadId").asText())
                        .status())
                .isEqualTo(204);
        assertThat(put(permission, PNG).status()).as("the place is free again").isEqualTo(201);
    }

    private JsonNode permit(String type, long size) {
        Answer answer = creator.post("/api/v1/uploads/presign", announcement(type, Long.toString(size)));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.json().path("method").asText()).isEqualTo("PUT");
        return answer.json();
    }

    private static String announcement(String type, String size) {
        return "{\"filename\":\"a.png\",\"contentType\":\"" + type + "\",\"sizeBytes\":" + size + "}";
    }

    private Answer put(JsonNode permission, byte[] bytes) {
        return edge.server
                .anonymous()
                .with("Content-Type", permission.at("/headers/content-type").asText())
                .sendRaw("PUT", EdgeServer.local(permission.path("url").asText()), BodyPublishers.ofByteArray(bytes));
    }

    /** A PNG that says how large it is and no more. */
    private static byte[] header(int width, int height) {
        byte[] chunk = ByteBuffer.allocate(17)
                .put("IHDR".getBytes(StandardCharsets.US_ASCII))
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 6, 0, 0, 0})
                .array();
        CRC32 crc = new CRC32();
        crc.update(chunk);
        return ByteBuffer.allocate(33)
                .put(PNG, 0, 8)
                .putInt(13)
                .put(chunk)
                .putInt((int) crc.getValue())
                .array();
    }
}
