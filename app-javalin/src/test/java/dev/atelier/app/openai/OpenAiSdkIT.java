package dev.atelier.app.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.images.Image;
import com.openai.models.images.ImageEditParams;
import com.openai.models.images.ImageGenStreamEvent;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImagesResponse;
import com.openai.models.models.Model;
import dev.atelier.app.e2e.NodeProject;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenAI's own SDKs against a real server: what a program does that knows nothing of Atelier but a base URL and a key. */
class OpenAiSdkIT {
    @TempDir
    static Path folder;

    private static OpenAiServer server;
    private static OpenAIClient client;

    @BeforeAll
    static void start() throws Exception {
        server = new OpenAiServer(folder);
        client = client(server.owner.token());
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    private static OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(server.url().toString())
                .apiKey(key)
                .timeout(Duration.ofSeconds(30))
                .build();
    }

    @Test
    void theNodeSdkWorksUnchanged() throws Exception {
        NodeProject.Ended ended = NodeProject.install()
                .run(
                        "openai-door.js",
                        Map.of(
                                "BASE_URL", server.url().toString(),
                                "API_KEY", server.owner.token(),
                                "VIEWER_KEY", server.viewer.token(),
                                "PICTURE", server.picture.toString()),
                        Duration.ofSeconds(60));
        assertThat(ended.exit()).as(ended.output()).isZero();
        JsonNode seen = new ObjectMapper().readTree(ended.output());

        assertThat(texts(seen.path("models"))).contains("sandbox/painter");
        assertThat(seen.path("model").asText()).isEqualTo("sandbox/painter");
        assertThat(texts(seen.path("made"))).hasSize(2).allMatch(picture -> ratio(picture) == 1.5);
        assertThat(seen.path("madeBy").asText()).isEqualTo("sandbox/painter");
        assertThat(seen.path("format").asText()).isEqualTo("png");
        assertThat(seen.path("requestId").asText()).isEqualTo("string");
        assertThat(seen.path("linked").asText()).startsWith("png ");
        assertThat(seen.path("half").asInt()).isEqualTo(1);
        assertThat(texts(seen.path("edited"))).hasSize(1).allMatch(picture -> picture.startsWith("png "));
        assertThat(texts(seen.path("stream")))
                .hasSize(2)
                .allMatch(event -> event.startsWith("image_generation.completed png "));
        assertThat(texts(seen.path("editStream")))
                .hasSize(1)
                .allMatch(event -> event.startsWith("image_edit.completed png "));
        assertThat(seen.path("retriedRequests").asInt()).isEqualTo(2);
        assertThat(seen.path("anew").asText()).isNotEqualTo(seen.path("retried").asText());
        assertThat(generationsOf("a buoy, asked for twice")).isEqualTo(2);
        failed(seen, "size", "BadRequestError", 400, "unsupported_value", "size", "1:1");
        failed(seen, "count", "BadRequestError", 400, "out_of_range", "n", "1 to 16");
        failed(seen, "mask", "BadRequestError", 400, "unsupported_value", "mask", "mask");
        failed(seen, "noPicture", "BadRequestError", 400, "unsupported_format", "image", "");
        failed(seen, "blocked", "BadRequestError", 400, "moderation_blocked", null, "content");
        failed(seen, "key", "AuthenticationError", 401, "invalid_api_key", null, "token");
        failed(seen, "role", "PermissionDeniedError", 403, "forbidden", null, "viewer");
        failed(seen, "model", "NotFoundError", 404, "model_not_found", "model", "nobody/paints");
        failed(seen, "path", "NotFoundError", 404, "not_found", null, "");
        failed(seen, "mismatch", "UnprocessableEntityError", 422, "idempotency_mismatch", null, "");
        failed(seen, "long", "APIError", 413, "body_too_large", null, "");
        failed(seen, "quota", "RateLimitError", 429, "insufficient_quota", null, "credits");
        failed(seen, "vendor", "InternalServerError", 502, "provider_error", null, "");
        assertThat(seen.at("/failures/stream/code").asText()).isEqualTo("provider_error");
    }

    /** Seen by the client as this, after one request. */
    private static void failed(
            JsonNode seen, String what, String kind, int status, String code, String param, String words) {
        JsonNode failure = seen.path("failures").path(what);
        assertThat(failure.path("kind").asText()).as("%s %s", what, failure).isEqualTo(kind);
        assertThat(failure.path("status").asInt()).as(what).isEqualTo(status);
        assertThat(failure.path("code").asText()).as(what).isEqualTo(code);
        assertThat(failure.path("param").asText(null)).as(what).isEqualTo(param);
        assertThat(failure.path("message").asText()).as(what).contains(words);
        assertThat(failure.path("requestId").asText()).as(what).isEqualTo("string");
        assertThat(failure.path("requests").asInt())
                .as("%s is not tried again", what)
                .isEqualTo(what.equals("mismatch") ? 2 : 1);
    }

    @Test
    void theJavaSdkWorksUnchanged() {
        assertThat(client.models().list().data()).extracting(Model::id).contains("sandbox/painter");
        assertThat(client.models().retrieve("sandbox/painter").ownedBy()).isEqualTo("sandbox");

        ImagesResponse made = client.images()
                .generate(ImageGenerateParams.builder()
                        .model("gpt-image-1")
                        .prompt("a harbour")
                        .n(2)
                        .size(ImageGenerateParams.Size._1024X1024)
                        .build());
        assertThat(pictures(made.data().orElseThrow())).hasSize(2).allMatch(OpenAiSdkIT::png);
        assertThat(made.created()).isPositive();
        assertThat(made.usage()).isEmpty();

        // A stream without a name: its part has no file name and says that it is octets.
        ImagesResponse edited = client.images()
                .edit(ImageEditParams.builder()
                        .image(new ByteArrayInputStream(OpenAiServer.png()))
                        .prompt("the same in winter")
                        .build());
        assertThat(pictures(edited.data().orElseThrow())).hasSize(1).allMatch(OpenAiSdkIT::png);

        List<String> streamed = new ArrayList<>();
        try (StreamResponse<ImageGenStreamEvent> events = client.images()
                .generateStreaming(
                        ImageGenerateParams.builder().prompt("a quay").n(2).build())) {
            events.stream()
                    .forEach(event -> streamed.add(event.asGenerationCompleted().b64Json()));
        }
        assertThat(streamed).hasSize(2).allMatch(OpenAiSdkIT::png);
    }

    @Test
    void theJavaSdkSeesEachFailureAsItsOwn() {
        assertThat(failure(client, BadRequestException.class, "a !blocked harbour", "sandbox/painter")
                        .code())
                .contains("moderation_blocked");
        assertThat(failure(client, NotFoundException.class, "a harbour", "nobody/paints")
                        .param())
                .contains("model");
        OpenAIClient stranger = client.withOptions(options -> options.apiKey("sk-nobody"));
        assertThat(failure(stranger, UnauthorizedException.class, "x", "sandbox/painter")
                        .code())
                .contains("invalid_api_key");
        OpenAIClient viewer = client.withOptions(options -> options.apiKey(server.viewer.token()));
        assertThat(failure(viewer, PermissionDeniedException.class, "x", "sandbox/painter")
                        .type())
                .contains("permission_error");
        RateLimitException quota = catchThrowableOfType(
                RateLimitException.class,
                () -> client.images()
                        .generate(ImageGenerateParams.builder()
                                .prompt("x")
                                .quality(ImageGenerateParams.Quality.LOW)
                                .build()));
        assertThat(quota.code()).contains("insufficient_quota");
        assertThat(quota.headers().values("x-should-retry")).containsExactly("false");
    }

    private static <E extends OpenAIServiceException> E failure(
            OpenAIClient who, Class<E> kind, String prompt, String model) {
        return catchThrowableOfType(
                kind,
                () -> who.images()
                        .generate(ImageGenerateParams.builder()
                                .prompt(prompt)
                                .model(model)
                                .build()));
    }

    private static List<String> pictures(List<Image> images) {
        return images.stream().map(image -> image.b64Json().orElseThrow()).toList();
    }

    private static boolean png(String base64) {
        return new String(Base64.getDecoder().decode(base64), 1, 3, java.nio.charset.StandardCharsets.US_ASCII)
                .equals("PNG");
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** Width by height of "png 1200x800". */
    private static double ratio(String picture) {
        String[] sides = picture.substring(4).split("x");
        return Math.round(10 * Double.parseDouble(sides[0]) / Double.parseDouble(sides[1])) / 10.0;
    }

    private static long generationsOf(String prompt) {
        JsonNode all = server.owner.get("/api/v1/generations?limit=200").json().path("data");
        return all.findValuesAsText("prompt").stream().filter(prompt::equals).count();
    }
}
