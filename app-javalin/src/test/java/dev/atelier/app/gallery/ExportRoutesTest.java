package dev.atelier.app.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.generation.GenerationServer;
import dev.atelier.app.http.Json;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.app.http.TestServer.Client;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.Role;
import dev.atelier.core.gallery.ExportId;
import dev.atelier.core.gallery.GalleryImage;
import dev.atelier.core.gallery.ImageExport;
import dev.atelier.core.generation.TaskId;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExportRoutesTest {
    private static final String PATH = "/api/v1/exports";

    private final GenerationServer api = new GenerationServer();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void picturesComeHomeInTheOrderThatWasWishedWithTheirRecipes() throws Exception {
        JsonNode done = api.finished("{\"prompt\":\"Ünder a \\\"red\\\" ☂ / teapot\",\"imageCount\":2,\"seed\":40}");
        String first = task(done, 1);
        String second = task(done, 0);
        Answer made = api.creator.post(PATH, wish(first, second, first));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo(made.json().path("url").asText());
        assertThat(made.json().path("images").asInt()).isEqualTo(2);
        HttpResponse<InputStream> answer =
                api.creator.stream(made.json().path("url").asText());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/zip");
        assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
                .matches("attachment; filename=\"atelier-[0-9a-f-]{36}\\.zip\"");
        Map<String, byte[]> files = unzip(answer.body());
        assertThat(files.keySet())
                .hasSize(3)
                .allSatisfy(name -> assertThat(name).matches("00[12]-[a-z0-9-]{1,40}\\.png|manifest\\.json"));
        JsonNode manifest = Json.MAPPER.readTree(files.get("manifest.json"));
        assertThat(manifest.path("images").findValuesAsText("id")).containsExactly(first, second);
        long bytes = 0;
        for (JsonNode image : manifest.path("images")) {
            byte[] file = files.get(image.path("file").asText());
            assertThat(sha256(file)).isEqualTo(image.path("sha256").asText());
            bytes += file.length;
        }
        assertThat(made.json().path("bytes").asLong()).isEqualTo(bytes);
        JsonNode recipe = manifest.path("images").get(0).path("recipe");
        assertThat(recipe.path("seed").asLong()).isEqualTo(41);
        assertThat(api.finished(recipe.toString()).path("tasks")).hasSize(1);
    }

    @Test
    void namesAreSafeEverywhere() {
        TaskId id = TaskId.of(task(api.finished("{\"prompt\":\"x\",\"imageCount\":1}"), 0));
        GalleryImage image =
                api.atelier.store().gallery().find(api.caller.org(), id).orElseThrow();
        assertThat(ExportZip.name(7, worded(image, "../Élan vital: a tea/pot\u0000 in a room of its own, and more")))
                .isEqualTo("007-elan-vital-a-tea-pot-in-a-room-of-its.png");
        assertThat(ExportZip.name(200, worded(image, "☂ 傘"))).isEqualTo("200-picture.png");
        assertThat(ExportZip.name(1, worded(image, "x".repeat(60)))).isEqualTo("001-picture.png");
    }

    @Test
    void aPictureWhoseBytesAreGoneIsNamedInTheManifestAlone() throws Exception {
        JsonNode done = api.finished("{\"prompt\":\"x\",\"imageCount\":2}");
        Answer made = api.creator.post(PATH, wish(task(done, 0), task(done, 1)));
        TaskId gone = TaskId.of(task(done, 0));
        api.atelier
                .blobs()
                .delete(api.atelier
                        .store()
                        .gallery()
                        .find(api.caller.org(), gone)
                        .orElseThrow()
                        .output()
                        .key());
        Map<String, byte[]> files =
                unzip(api.creator.stream(made.json().path("url").asText()).body());
        JsonNode images = Json.MAPPER.readTree(files.get("manifest.json")).path("images");
        assertThat(images.get(0).path("file").isNull()).isTrue();
        assertThat(images.get(1).path("file").asText()).startsWith("002-");
        assertThat(files).hasSize(2);
    }

    @Test
    void whatIsNotThereIsNamed() {
        String mine = task(api.finished("{\"prompt\":\"x\",\"imageCount\":1}"), 0);
        Answer refused = api.creator.post(PATH, wish(mine, UUID.randomUUID().toString()));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("errors").findValuesAsText("pointer")).containsExactly("/imageIds/1");
        assertThat(api.creator.post(PATH, wish()).status()).isEqualTo(400);
        assertThat(api.creator.post(PATH, wish("7")).status()).isEqualTo(400);
        Caller stranger = GenerationServer.caller();
        Client other = api.server.as(stranger.org(), stranger.user(), Role.OWNER);
        assertThat(other.post(PATH, wish(mine)).status()).isEqualTo(422);
        Answer made = api.creator.with("Idempotency-Key", "e-1").post(PATH, wish(mine));
        String url = made.json().path("url").asText();
        assertThat(api.creator
                        .with("Idempotency-Key", "e-1")
                        .post(PATH, wish(mine))
                        .json())
                .isEqualTo(made.json());
        assertThat(other.get(url).status()).isEqualTo(404);
        Client viewer = api.server.as(api.caller.org(), api.caller.user(), Role.VIEWER);
        assertThat(viewer.get(url).status()).isEqualTo(403);
        assertThat(viewer.post(PATH, wish(mine)).status()).isEqualTo(403);
        assertThat(api.creator.get(PATH + "/" + UUID.randomUUID()).status()).isEqualTo(404);
    }

    @Test
    void afterAnHourItIsGone() {
        Instant past = Instant.now().minusSeconds(1);
        ImageExport old = new ImageExport(
                new ExportId(UUID.randomUUID()), api.caller, List.of(new TaskId(UUID.randomUUID())), past, past);
        api.atelier.store().exports().insert(old);
        assertThat(api.creator.get(PATH + "/" + old.id()).code()).isEqualTo("gone");
    }

    private static GalleryImage worded(GalleryImage image, String prompt) {
        return new GalleryImage(
                image.id(),
                image.org(),
                image.generation(),
                image.index(),
                prompt,
                image.brief(),
                image.provider(),
                image.user(),
                image.userName(),
                image.output(),
                image.createdAt(),
                image.marks());
    }

    private static String task(JsonNode generation, int index) {
        return generation.path("tasks").get(index).path("id").asText();
    }

    private static String wish(String... ids) {
        return "{\"imageIds\":["
                + String.join(
                        ",", List.of(ids).stream().map(id -> "\"" + id + "\"").toList())
                + "]}";
    }

    private static Map<String, byte[]> unzip(InputStream body) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(body)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
