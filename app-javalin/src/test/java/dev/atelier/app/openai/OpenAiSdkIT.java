package dev.atelier.app.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

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
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.images.Image;
import com.openai.models.images.ImageEditParams;
import com.openai.models.images.ImageGenStreamEvent;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImagesResponse;
import com.openai.models.models.Model;
import dev.atelier.app.e2e.NodeProject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
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
        client = client(server.key);
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
                                "API_KEY", server.key,
                                "VIEWER_KEY", server.viewer.token(),
                                "PICTURE", server.picture.toString(),
                                "MASK", server.mask.toString(),
                                "SMALL_MASK", server.smallMask.toString()),
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
        assertThat(texts(seen.path("masked"))).hasSize(1).allMatch(picture -> picture.startsWith("png "));
        assertThat(texts(seen.path("stream")))
                .hasSize(2)
                .allMatch(event -> event.startsWith("image_generation.completed png "));
        assertThat(texts(seen.path("editStream")))
                .hasSize(1)
                .allMatch(event -> event.startsWith("image_edit.completed png "));
        assertThat(seen.path("retriedRequests").asInt()).isEqualTo(2);
        assertThat(seen.path("anew").asText()).isNotEqualTo(seen.path("retried").asText());
        assertThat(generationsOf("a buoy, asked for twice")).isEqualTo(2);
        assertThat(seen.path("hungUp").path("kind").asText()).isEqualTo("APIUserAbortError");
        await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> server.owner
                                .get("/api/v1/images?q=hammock")
                                .json()
                                .path("data"),
                        data -> data.size() == 1);
        failed(seen, "size", "BadRequestError", 400, "unsupported_value", "size", "1:1");
        failed(seen, "count", "BadRequestError", 400, "out_of_range", "n", "1 to 16");
        failed(seen, "mask", "BadRequestError", 400, "wrong_size", "mask", "32 x 32");
        failed(seen, "noPicture", "BadRequestError", 400, "not_a_picture", "image", "");
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

    @Test
    void theNodeSdkChatsUnchanged() throws Exception {
        NodeProject.Ended ended = NodeProject.install()
                .run(
                        "openai-chat.js",
                        Map.of(
                                "BASE_URL", server.url().toString(),
                                "API_KEY", server.key,
                                "VIEWER_KEY", server.viewer.token(),
                                "PICTURE", server.picture.toString()),
                        Duration.ofSeconds(60));
        assertThat(ended.exit()).as(ended.output()).isZero();
        JsonNode seen = new ObjectMapper().readTree(ended.output());

        assertThat(texts(seen.path("models"))).contains("sandbox/writer");
        String whole = seen.path("whole").asText();
        assertThat(whole).startsWith("a harbour at dusk, ");
        assertThat(seen.path("wholeBy").asText()).isEqualTo("sandbox/writer");
        assertThat(seen.path("wholeEnd").asText()).isEqualTo("stop");
        assertThat(texts(seen.at("/stream/roles"))).containsExactly("assistant");
        assertThat(texts(seen.at("/stream/words"))).hasSizeGreaterThan(10);
        assertThat(String.join("", texts(seen.at("/stream/words")))).isEqualTo(whole);
        assertThat(texts(seen.at("/stream/ends"))).containsExactly("stop");
        assertThat(texts(seen.at("/stream/usage")))
                .containsExactly(seen.path("wholeTokens").asText());
        assertThat(seen.at("/short/message/content").asText()).isEqualTo("a harbour at");
        assertThat(seen.at("/short/finish_reason").asText()).isEqualTo("length");
        assertThat(seen.path("json").asText()).startsWith("a harbour, ");
        assertThat(seen.path("helper").asText()).startsWith("a quay, ");
        assertThat(seen.path("picture").asText()).startsWith("a longer pier, ");
        assertThat(generationsOf("a chat that is asked for twice")).isEqualTo(1);
        JsonNode failures = seen.path("failures");
        assertThat(failures.findValuesAsText("kind"))
                .containsExactly(
                        "NotFoundError",
                        "BadRequestError",
                        "BadRequestError",
                        "PermissionDeniedError",
                        "InternalServerError",
                        "InternalServerError",
                        "APIError");
        assertThat(failures.findValuesAsText("param")).startsWith("model", "tools", "temperature");
        assertThat(failures.findValuesAsText("requests")).containsOnly("1");
        assertThat(failures.at("/before/status").asInt()).isEqualTo(503);
        assertThat(failures.at("/midway/message").asText()).contains("broke off");
    }

    @Test
    void theJavaSdkChatsUnchanged() {
        ChatCompletionCreateParams params = ChatCompletionCreateParams.builder()
                .model("sandbox/writer")
                .addSystemMessage("Be brief.")
                .addUserMessage("a harbour at dusk")
                .build();
        ChatCompletion whole = client.withOptions(options -> options.responseValidation(true))
                .chat()
                .completions()
                .create(params);
        String words = whole.choices().get(0).message().content().orElseThrow();
        assertThat(words).startsWith("a harbour at dusk, ");
        assertThat(whole.usage().orElseThrow().totalTokens()).isPositive();

        StringBuilder streamed = new StringBuilder();
        try (StreamResponse<ChatCompletionChunk> chunks =
                client.chat().completions().createStreaming(params)) {
            chunks.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .forEach(choice -> choice.delta().content().ifPresent(streamed::append));
        }
        assertThat(streamed).hasToString(words);

        ChatCompletionCreateParams broken =
                params.toBuilder().addUserMessage("a harbour !llm-break").build();
        SseException midway = catchThrowableOfType(SseException.class, () -> {
            try (StreamResponse<ChatCompletionChunk> chunks =
                    client.chat().completions().createStreaming(broken)) {
                chunks.stream().forEach(chunk -> {});
            }
        });
        assertThat(midway).hasMessageContaining("broke off");
        NotFoundException unknown = catchThrowableOfType(
                NotFoundException.class,
                () -> client.chat()
                        .completions()
                        .create(params.toBuilder().model("nobody/writes").build()));
        assertThat(unknown.code()).contains("model_not_found");
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
    void theFirstCallOfThePageWorksWhenPasted() throws Exception {
        String page = Files.readString(Path.of("../docs/openai-door.md"));
        NodeProject node = NodeProject.install();
        NodeProject.Ended ended = node.run(
                "--input-type=module",
                Map.of("OPENAI_BASE_URL", server.url().toString(), "OPENAI_API_KEY", server.key),
                Duration.ofSeconds(30),
                "-e",
                code(page, "js"));
        assertThat(ended.exit()).as(ended.output()).isZero();
        for (String file : List.of("picture-0.png", "picture-1.png")) {
            assertThat(ImageIO.read(node.folder().resolve(file).toFile()).getWidth())
                    .isPositive();
        }

        String java = Files.readString(Path.of("src/test/java/dev/atelier/app/openai/FirstCall.java"));
        assertThat(java.replaceAll("\\s+", "")).contains(code(page, "java").replaceAll("\\s+", ""));
    }

    private static String code(String page, String language) {
        int start = page.indexOf("```" + language + "\n") + language.length() + 4;
        return page.substring(start, page.indexOf("```", start));
    }

    @Test
    void theJavaSdkWorksUnchanged() throws IOException {
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

        // Where the mask is opaque, the picture stays: here its white square and its black ground.
        ImagesResponse masked = client.images()
                .edit(ImageEditParams.builder()
                        .image(new ByteArrayInputStream(OpenAiServer.png()))
                        .mask(server.mask)
                        .size(ImageEditParams.Size._1024X1024)
                        .prompt("many red circles on yellow")
                        .build());
        BufferedImage kept = decoded(pictures(masked.data().orElseThrow()).get(0));
        assertThat(kept.getWidth()).isEqualTo(1024);
        assertThat(kept.getRGB(256, 220) & 0xFFFFFF).isEqualTo(0xFFFFFF);
        assertThat(kept.getRGB(128, 853) & 0xFFFFFF).isZero();

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

    private static BufferedImage decoded(String base64) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
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
