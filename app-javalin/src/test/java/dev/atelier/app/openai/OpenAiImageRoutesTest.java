package dev.atelier.app.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.generation.GenerationServer;
import dev.atelier.app.http.Idempotency;
import dev.atelier.app.http.TestServer;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.app.http.TestServer.Client;
import dev.atelier.core.account.Role;
import dev.atelier.core.fakes.ScriptedVendor;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.generation.PromptMode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.shared.PageRequest;
import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What passes between a client and the door, byte by byte where that matters. */
class OpenAiImageRoutesTest {
    private static final String GENERATIONS = "/v1/images/generations";
    private static final String EDITS = "/v1/images/edits";
    private static final String WISH = "{\"prompt\":\"a red square\"}";
    private static final byte[] PICTURE = ScriptedVendor.png(40, 40, Color.BLUE);

    private final GenerationServer api = new GenerationServer();
    private final List<TestServer> servers = new ArrayList<>();
    private final Client client = door(Duration.ofSeconds(20), new Semaphore(8));

    @AfterEach
    void stop() {
        servers.forEach(TestServer::close);
        api.close();
    }

    private Client door(Duration patience, Semaphore seats) {
        TestServer server = TestServer.with(
                new OpenAiModelRoutes(api.atelier.store(), api.atelier.registry(), Clock.systemUTC()),
                new OpenAiImageRoutes(
                        api.atelier,
                        new Idempotency(
                                api.atelier.store().transactions(),
                                api.atelier.store().idempotency(),
                                Clock.systemUTC()),
                        Clock.systemUTC(),
                        new Patience(patience, patience, Duration.ofMillis(1), seats)));
        servers.add(server);
        return server.as(api.caller.org(), api.caller.user(), Role.CREATOR);
    }

    private Generation generation(Answer answer) {
        return api.atelier
                .generation(
                        api.caller.org(),
                        GenerationId.of(answer.json().path("generation_id").asText()))
                .orElseThrow();
    }

    private int uploads() {
        return api.atelier
                .store()
                .uploads()
                .list(api.caller.org(), PageRequest.first(50))
                .items()
                .size();
    }

    @Test
    void aCallIsAGenerationWhosePromptIsTakenAsWritten() {
        Answer answer = client.post(
                GENERATIONS,
                "{\"prompt\":\"a [red] square\",\"model\":null,\"n\":2,\"size\":\"auto\",\"quality\":\"hd\",\"seed\":5,"
                        + "\"user\":\"u\",\"style\":\"vivid\",\"moderation\":\"low\",\"what\":{\"ever\":[1]}}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("data"))
                .hasSize(2)
                .allSatisfy(image -> assertThat(Base64.getDecoder()
                                .decode(image.path("b64_json").asText()))
                        .isEqualTo(ScriptedVendor.png(48, 32, Color.RED)));
        assertThat(answer.json().has("usage")).isFalse();
        assertThat(answer.header("x-request-id")).isNotBlank();
        Generation made = generation(answer);
        assertThat(made.brief().promptMode()).isEqualTo(PromptMode.AS_WRITTEN);
        assertThat(made.brief().quality()).isEqualTo("high");
        assertThat(made.state()).isEqualTo(GenerationState.COMPLETED);
        assertThat(api.vendor.questions).isEmpty();
        assertThat(api.vendor.accepted)
                .extracting(ImageOrder::prompt)
                .containsExactly("a [red] square", "a [red] square");
        assertThat(api.balance().available()).isEqualTo(1_000 - 14);
    }

    @Test
    void aFormIsReadHoweverItIsPutTogether() {
        byte[] form = form(
                part(
                        "prompt",
                        "Content-Type: text/plain; charset=utf-8\r\n",
                        "blau & rot \u00fc".getBytes(StandardCharsets.UTF_8)),
                part("n", "", "2".getBytes(StandardCharsets.UTF_8)),
                part("stream", "", "false".getBytes(StandardCharsets.UTF_8)),
                part("size", "", "null".getBytes(StandardCharsets.UTF_8)),
                part("image", "Content-Type: application/octet-stream\r\n", PICTURE),
                part("image[]", "Content-Type: text/html\r\n", PICTURE),
                part("image[0]", "", PICTURE));
        // Without a length: it comes in chunks.
        Answer answer = client.with("Content-Type", "multipart/form-data; boundary=frontier")
                .sendRaw("POST", EDITS, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(form)));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("data")).hasSize(2);
        assertThat(api.vendor.accepted).hasSize(2).allSatisfy(order -> {
            assertThat(order.images()).hasSize(3);
            assertThat(order.prompt()).isEqualTo("blau & rot \u00fc");
        });
    }

    @Test
    void aMaskGoesWithTheFirstPicture() {
        byte[] form = form(
                part("prompt", "", "another label".getBytes(StandardCharsets.UTF_8)),
                part("image", "", PICTURE),
                part("mask", "Content-Type: image/png\r\n", PICTURE));
        Answer answer = client.with("Content-Type", "multipart/form-data; boundary=frontier")
                .sendRaw("POST", EDITS, BodyPublishers.ofByteArray(form));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(api.vendor.accepted.get(0).images()).hasSize(1);
        assertThat(api.vendor.accepted.get(0).mask()).isNotNull();

        Answer json = client.post(EDITS, masked(data(PICTURE)));
        assertThat(json.status()).as(json.body()).isEqualTo(200);
        assertThat(generation(json).brief().mask()).isNotNull();
        assertThat(uploads()).isEqualTo(4);

        Answer refused = client.post(EDITS, masked(data(ScriptedVendor.png(32, 32, Color.WHITE))));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/error/code").asText()).isEqualTo("wrong_size");
        assertThat(refused.json().at("/error/param").asText()).isEqualTo("mask");
        Answer words = client.post(EDITS, masked(data("words".getBytes(StandardCharsets.UTF_8))));
        assertThat(words.json().at("/error/param").asText()).isEqualTo("mask");
        assertThat(uploads()).as("what was refused is not kept").isEqualTo(4);
        assertThat(api.balance().available()).isEqualTo(1_000 - 14);
    }

    private static String masked(String mask) {
        return "{\"prompt\":\"x\",\"images\":[{\"image_url\":\"" + data(PICTURE) + "\"}],\"mask\":{\"image_url\":\""
                + mask + "\"}}";
    }

    private static String data(byte[] bytes) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void anEditMayBeJson() {
        String data = "data:image/png;base64," + Base64.getEncoder().encodeToString(PICTURE);
        String upload = api.upload(api.caller);
        Answer answer = client.post(
                EDITS,
                "{\"prompt\":\"x\",\"images\":[{\"image_url\":\"" + data + "\"},{\"file_id\":\"" + upload + "\"}]}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(generation(answer).brief().products()).hasSize(2);
        for (String images : List.of("[{\"image_url\":\"https://x.example/a.png\"}]", "[{\"file_id\":\"7\"}]", "[7]")) {
            Answer refused = client.post(EDITS, "{\"prompt\":\"x\",\"images\":" + images + "}");
            assertThat(refused.status()).as(images).isEqualTo(400);
            assertThat(refused.json().at("/error/param").asText()).isEqualTo("images[0]");
        }
        String stranger = api.upload(GenerationServer.caller());
        Answer foreign = client.post(EDITS, "{\"prompt\":\"x\",\"images\":[{\"file_id\":\"" + stranger + "\"}]}");
        assertThat(foreign.json().at("/error/code").asText()).isEqualTo("unknown");
        assertThat(foreign.json().at("/error/param").asText()).isEqualTo("image[0]");
    }

    @Test
    void whatIsWrongIsNamed() {
        refused("{}", "prompt", "missing_required_parameter");
        refused("{\"prompt\":7}", "prompt", "invalid_type");
        refused("{\"prompt\":\"" + "x".repeat(3_001) + "\"}", "prompt", "too_long");
        refused("{\"prompt\":\"x\",\"n\":\"many\"}", "n", "invalid_type");
        refused("{\"prompt\":\"x\",\"n\":0}", "n", "invalid_value");
        refused("{\"prompt\":\"x\",\"n\":9}", "n", "out_of_range");
        refused("{\"prompt\":\"x\",\"size\":\"100x100000\"}", "size", "unsupported_value");
        refused("{\"prompt\":\"x\",\"quality\":\"ultra\"}", "quality", "unsupported_value");
        refused("{\"prompt\":\"x\",\"response_format\":\"gif\"}", "response_format", "invalid_value");
        refused("{\"prompt\":\"x\",\"background\":\"transparent\"}", "background", "unsupported_value");
        refused("{\"prompt\":\"x\",\"stream\":\"maybe\"}", "stream", "invalid_type");
        assertThat(client.post(GENERATIONS, "[]").status()).isEqualTo(400);
        assertThat(api.balance().available()).isEqualTo(1_000);
    }

    private void refused(String body, String param, String code) {
        Answer answer = client.post(GENERATIONS, body);
        assertThat(answer.status()).as(body).isEqualTo(400);
        assertThat(answer.json().at("/error/param").asText()).as(body).isEqualTo(param);
        assertThat(answer.json().at("/error/code").asText()).as(body).isEqualTo(code);
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
    }

    @Test
    void aStreamIsNeverSilentAndItsLastEventIsWhole() {
        long start = System.nanoTime();
        api.vendor.onPoll = task ->
                System.nanoTime() - start < Duration.ofMillis(1_500).toNanos()
                        ? new TaskProgress.Running(Duration.ofMillis(50))
                        : api.vendor.succeed(task);
        Answer answer = client.post(GENERATIONS, "{\"prompt\":\"x\",\"stream\":true}");

        assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
        assertThat(answer.body()).contains(": keep-alive\n\n").endsWith("}\n\n").doesNotContain("\"error\"");
        assertThat(answer.body().split(": keep-alive\n\n", -1)).hasSizeGreaterThan(2);
        assertThat(answer.body())
                .contains("event: image_generation.completed\ndata: {\"type\":\"image_generation.completed\"");

        api.vendor.onSubmit = order -> {
            throw ScriptedVendor.failure(FailureKind.CONTENT_REFUSED);
        };
        Answer failed = client.post(GENERATIONS, "{\"prompt\":\"x\",\"stream\":true}");
        assertThat(failed.status()).isEqualTo(200);
        assertThat(failed.body())
                .contains("event: error\ndata: {\"error\":{")
                .contains("moderation_blocked")
                .endsWith("}\n\n");
    }

    @Test
    void whoeverAsksAgainBecauseTheTimeWasOverJoinsWhatRuns() {
        api.vendor.onPoll = task -> new TaskProgress.Running(Duration.ofMillis(50));
        Client hasty = door(Duration.ofMillis(10), new Semaphore(8)).with("X-Stainless-Retry-Count", "0");
        Answer late = hasty.post(GENERATIONS, WISH);
        assertThat(late.status()).isEqualTo(504);
        assertThat(late.header("x-should-retry")).isEqualTo("true");

        api.vendor.onPoll = api.vendor::succeed;
        Answer joined = client.with("X-Stainless-Retry-Count", "1").post(GENERATIONS, WISH);
        assertThat(joined.status()).as(joined.body()).isEqualTo(200);
        assertThat(late.json().at("/error/message").asText())
                .contains(generation(joined).id().toString());
        assertThat(api.vendor.accepted).hasSize(1);
        assertThat(api.balance().available()).isEqualTo(1_000 - 7);

        Answer anew = client.with("X-Stainless-Retry-Count", "0").post(GENERATIONS, WISH);
        assertThat(generation(anew).id()).isNotEqualTo(generation(joined).id());
        Answer other = client.with("X-Stainless-Retry-Count", "1").post(GENERATIONS, "{\"prompt\":\"else\"}");
        assertThat(generation(other).brief().prompt()).isEqualTo("else");
    }

    @Test
    void anEditThatIsTriedAgainLeavesNoSecondPictureBehind() {
        byte[] form = form(part("prompt", "", "x".getBytes(StandardCharsets.UTF_8)), part("image", "", PICTURE));
        Client sdk = client.with("Content-Type", "multipart/form-data; boundary=frontier");
        Answer first =
                sdk.with("X-Stainless-Retry-Count", "0").sendRaw("POST", EDITS, BodyPublishers.ofByteArray(form));
        Answer second =
                sdk.with("X-Stainless-Retry-Count", "1").sendRaw("POST", EDITS, BodyPublishers.ofByteArray(form));

        assertThat(generation(second).id()).isEqualTo(generation(first).id());
        assertThat(uploads()).isEqualTo(1);
    }

    @Test
    void whatFailedIsNotJoined() {
        api.vendor.onSubmit = order -> {
            throw ScriptedVendor.failure(FailureKind.VENDOR_BALANCE);
        };
        Answer failed = client.with("X-Stainless-Retry-Count", "0").post(GENERATIONS, WISH);
        assertThat(failed.status()).isEqualTo(502);
        assertThat(failed.header("x-should-retry")).isEqualTo("false");
        api.vendor.onSubmit = api.vendor::accept;
        assertThat(client.with("X-Stainless-Retry-Count", "1")
                        .post(GENERATIONS, WISH)
                        .status())
                .isEqualTo(200);
        assertThat(api.balance().available()).isEqualTo(1_000 - 7);
    }

    @Test
    void withoutASeatNothingIsBegun() {
        Answer full = door(Duration.ofSeconds(5), new Semaphore(0)).post(GENERATIONS, WISH);
        assertThat(full.status()).isEqualTo(503);
        assertThat(full.json().at("/error/code").asText()).isEqualTo("server_is_overloaded");
        assertThat(full.header("Retry-After")).isEqualTo("5");
        assertThat(full.header("x-should-retry")).isEqualTo("true");
        assertThat(api.balance().held()).isZero();
    }

    @Test
    void aModelThatIsNotOursIsNotFound() {
        Answer missing = client.post(GENERATIONS, "{\"prompt\":\"x\",\"model\":\"scripted-text\"}");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.json().at("/error/code").asText()).isEqualTo("model_not_found");
        JsonNode made = client.post(GENERATIONS, "{\"prompt\":\"x\",\"model\":\"dall-e-3\"}")
                .json();
        assertThat(made.path("model").asText()).isEqualTo("scripted/one");
    }

    private static byte[] form(byte[]... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.writeBytes(part);
        }
        body.writeBytes("--frontier--\r\n".getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }

    private static byte[] part(String name, String header, byte[] content) {
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        part.writeBytes(("--frontier\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n" + header + "\r\n")
                .getBytes(StandardCharsets.UTF_8));
        part.writeBytes(content);
        part.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        return part.toByteArray();
    }
}
