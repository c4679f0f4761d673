package dev.atelier.app.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.app.account.TestApi;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.app.http.TestServer.Client;
import dev.atelier.core.account.Role;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OpenAiModelRoutesTest {
    private static final String MODEL =
            "{\"id\":\"%s\",\"provider\":\"fake\",\"category\":\"image_generation\",\"displayName\":\"M\",\"lifecycle\":\"%s\","
                    + "\"capabilities\":{\"aspectRatios\":[\"1:1\"],\"qualities\":[],\"maxImages\":4,\"minInputImages\":0,"
                    + "\"maxInputImages\":6,\"maxPromptLength\":2000,\"seed\":true}}";
    private static TestApi api;
    private static Client viewer;

    @BeforeAll
    static void start() {
        api = new TestApi();
        viewer = api.as(Role.VIEWER);
        Client admin = api.as(Role.ADMIN);
        assertThat(viewer.get("/v1/models").json().path("data")).isEmpty();
        admin.post(
                "/api/v1/admin/providers",
                "{\"id\":\"fake\",\"category\":\"image_generation\",\"adapter\":\"fake\",\"displayName\":\"F\",\"model\":\"paint/one\",\"apiKey\":\"sk-the-right-key-1234\"}");
        for (String[] model :
                new String[][] {{"paint/one", "active"}, {"paint/two", "active"}, {"paint/old", "retired"}}) {
            assertThat(admin.put("/api/v1/admin/models", MODEL.formatted(model[0], model[1]))
                            .status())
                    .isEqualTo(200);
        }
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void whatCanBeUsedIsListed() {
        Answer list = viewer.get("/v1/models");
        assertThat(list.json().path("data").findValuesAsText("id")).containsExactly("paint/one", "paint/two");
        assertThat(list.header("x-request-id")).isEqualTo(list.header("Atelier-Request-Id"));
        assertThat(list.header("Content-Type")).startsWith("application/json");
    }

    @Test
    void aSlashMayBeEscaped() {
        for (String path : new String[] {"paint/one", "paint%2Fone", "paint%2fone"}) {
            assertThat(viewer.get("/v1/models/" + path).json().path("id").asText())
                    .as(path)
                    .isEqualTo("paint/one");
        }
        for (String path : new String[] {"..%2Fpaint", "paint%2F..%2Fpaint", "paint%2F", "%2Fpaint", "%2F..%2F"}) {
            Answer refused = viewer.get("/v1/models/" + path);
            assertThat(refused.status()).as(path).isEqualTo(400);
            assertThat(refused.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
        }
        for (String path : new String[] {"/api/v1/models/paint%2Fone", "/v1%2Fmodels", "/api%2Fv1/models"}) {
            assertThat(viewer.get(path).status()).as(path).isEqualTo(400);
        }
    }

    @Test
    void theirNamesMeanTheActiveModel() {
        for (String name : new String[] {"gpt-image-1", "gpt-image-1-mini", "gpt-image-1.5", "dall-e-3"}) {
            assertThat(viewer.get("/v1/models/" + name).json().path("id").asText())
                    .isEqualTo(name);
        }
        for (String name : new String[] {"whisper-1", "paint/old", "paint", "x".repeat(300)}) {
            Answer missing = viewer.get("/v1/models/" + name);
            assertThat(missing.status()).isEqualTo(404);
            assertThat(missing.json().at("/error/code").asText()).isEqualTo("model_not_found");
            assertThat(missing.json().at("/error/param").asText()).isEqualTo("model");
        }
    }

    @Test
    void everyRefusalUnderV1IsSaidAsTheirsAre() throws IOException {
        Answer nobody = api.server.anonymous().get("/v1/models");
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.json().at("/error/code").asText()).isEqualTo("invalid_api_key");
        Answer forged = api.server.bearer("sk-forged").get("/v1/models");
        assertThat(forged.status()).isEqualTo(401);
        assertThat(forged.header("x-should-retry")).isEqualTo("false");
        assertThat(forged.header("WWW-Authenticate")).startsWith("Bearer");
        Answer lost = viewer.with("Accept", "text/html").get("/v1/embeddings");
        assertThat(lost.status()).isEqualTo(404);
        assertThat(lost.header("Content-Type")).startsWith("application/json");
        assertThat(lost.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
        assertThat(lost.json().at("/error/param").isNull()).isTrue();
        assertThat(lost.header("x-request-id")).isNotBlank();
        assertThat(viewer.delete("/v1/models").status()).isEqualTo(405);
        assertThat(viewer.delete("/v1/models").json().at("/error/code").asText())
                .isEqualTo("method_not_allowed");
        assertThat(viewer.with("Accept", "image/png")
                        .get("/v1/models")
                        .json()
                        .at("/error/code")
                        .asText())
                .isEqualTo("not_acceptable");
        assertThat(raw("HEAD /v1/models HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405");
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", api.server.server().port())) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
