package dev.atelier.app.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.app.generation.GenerationRoutes;
import dev.atelier.app.http.Idempotency;
import dev.atelier.app.http.Paging;
import dev.atelier.app.http.TestServer;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.app.http.TestServer.Client;
import dev.atelier.core.Atelier;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.UserId;
import dev.atelier.core.credit.Balance;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.EntryKind;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.fakes.ScriptedVendor;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.shared.PageRequest;
import java.awt.Color;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChatRoutesTest {
    private static final String PATH = "/v1/chat/completions";
    private static final long PRICE = ScriptedVendor.ANSWER.amount();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] PICTURE = ScriptedVendor.png(40, 40, Color.RED);

    private static ScriptedVendor vendor;
    private static Atelier atelier;
    private static TestServer server;

    private Caller caller;
    private Client creator;

    @BeforeAll
    static void start() {
        vendor = new ScriptedVendor();
        atelier = Atelier.builder()
                .adapter(vendor)
                .fetcher((result, file, most) -> {
                    if (!result.url().getHost().equals("pictures.example")) {
                        throw new IOException("not a public address");
                    }
                    Files.write(file, PICTURE);
                })
                .build();
        Clock clock = Clock.systemUTC();
        Idempotency idempotency =
                new Idempotency(atelier.store().transactions(), atelier.store().idempotency(), clock);
        server = TestServer.with(
                new GenerationRoutes(atelier, idempotency, new Paging(new byte[32]), clock),
                new OpenAiModelRoutes(atelier.store(), atelier.registry(), clock),
                new ChatRoutes(atelier, idempotency, clock, Duration.ofMillis(200)));
    }

    @AfterAll
    static void stop() {
        server.close();
        assertThat(atelier.store().ledger().verify()).isEmpty();
        atelier.close();
    }

    @BeforeEach
    void makeOrg() {
        caller = new Caller(new OrgId(UUID.randomUUID()), new UserId(UUID.randomUUID()));
        creator = server.as(caller.org(), caller.user(), Role.CREATOR);
        atelier.store()
                .ledger()
                .deposit(caller.org(), EntryKind.GRANT, Credits.of(100), "first", LedgerNote.bySystem("test"));
        vendor.questions.clear();
        vendor.onStream = (request, words) -> {};
        vendor.onChat = request -> "It is a teapot.";
        vendor.onSecondChat = request -> "It is a cup.";
    }

    @Test
    void anAnswerIsAGenerationLikeAnyOther() {
        Answer answer = creator.post(PATH, ask("What is this?", ""));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode body = answer.json();
        assertThat(body.at("/choices/0/message/content").asText()).isEqualTo("It is a teapot.");
        assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(body.at("/usage/total_tokens").asInt()).isEqualTo(30);
        String id = body.path("generation_id").asText();
        assertThat(answer.header("Atelier-Generation-Id")).isEqualTo(id);
        assertThat(answer.header("Atelier-Credits-Charged")).isEqualTo(Long.toString(PRICE));
        assertThat(balance().spent()).isEqualTo(PRICE);

        JsonNode full = creator.get("/api/v1/generations/" + id).json();
        assertThat(full.path("type").asText()).isEqualTo("text");
        assertThat(full.at("/brief/messages/0/parts/0/text").asText()).isEqualTo("What is this?");
        assertThat(full.at("/output/text").asText()).isEqualTo("It is a teapot.");
        assertThat(full.at("/trials/0/provider").asText()).isEqualTo("scripted-llm");
        JsonNode lineage = creator.get("/api/v1/generations/" + id + "/lineage").json();
        assertThat(lineage.path("story").findValuesAsText("what"))
                .containsExactly("accepted", "started", "asked", "completed");
        assertThat(lineage.path("ledger").findValuesAsText("kind")).containsExactly("hold", "capture");
        assertThat(creator.post("/api/v1/generations/" + id + "/cancel", "{}").status())
                .isEqualTo(409);
        assertThat(creator.post("/api/v1/generations/" + id + "/retry", "{}").status())
                .isEqualTo(409);
        assertThat(server.as(Role.OWNER).get("/api/v1/generations/" + id).status())
                .isEqualTo(404);
    }

    @Test
    void theListHasTextsAndPicturesByType() {
        creator.post(PATH, ask("What is this?", ""));
        creator.post("/api/v1/generations", "{\"prompt\":\"a teapot\",\"imageCount\":1}");

        assertThat(list("")).containsExactly("image", "text");
        assertThat(list("?type=text")).containsExactly("text");
        assertThat(list("?type=image")).containsExactly("image");
        assertThat(list("?model=scripted-text")).containsExactly("text");
        assertThat(creator.get("/api/v1/generations?type=song").status()).isEqualTo(400);
    }

    private List<String> list(String query) {
        return creator.get("/api/v1/generations" + query).json().path("data").findValuesAsText("type");
    }

    @Test
    void aStreamTellsTheWordsAsTheyCome() {
        vendor.onChat = request -> "teapot.";
        vendor.onStream = (request, words) -> List.of("It ", "is ", "a ").forEach(words);
        // The scripted model tells its whole text at the end.
        List<JsonNode> chunks = stream("\"stream_options\":{\"include_usage\":true}");

        assertThat(chunks.get(0).at("/choices/0/delta/role").asText()).isEqualTo("assistant");
        StringBuilder text = new StringBuilder();
        chunks.forEach(chunk -> text.append(chunk.at("/choices/0/delta/content").asText("")));
        assertThat(text).hasToString("It is a teapot.");
        assertThat(chunks).hasSize(7).noneMatch(chunk -> chunk.has("error"));
        assertThat(chunks.get(5).at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(chunks.get(6).path("choices")).isEmpty();
        assertThat(chunks.get(6).at("/usage/completion_tokens").asInt()).isEqualTo(20);
        assertThat(balance().spent()).isEqualTo(PRICE);
        assertThat(stream("\"user\":\"me\"")).noneMatch(chunk -> chunk.has("usage"));
    }

    @Test
    void aSilentStreamIsKeptAlive() {
        vendor.onStream = (request, words) -> pause(500);

        String body =
                creator.post(PATH, ask("What is this?", "\"stream\":true")).body();

        assertThat(body).contains(": keep-alive\n\n").endsWith("data: [DONE]\n\n");
    }

    @Test
    void aBrokenStreamEndsWithAnErrorAndCostsNothing() {
        vendor.onStream = (request, words) -> {
            words.accept("It is a");
            throw ScriptedVendor.failure(FailureKind.UNAVAILABLE);
        };

        Answer answer = creator.post(PATH, ask("What is this?", "\"stream\":true"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("\"content\":\"It is a\"").doesNotContain("[DONE]");
        JsonNode error = chunks(answer.body().strip()).get(2).path("error");
        assertThat(error.path("message").asText()).contains("broke off");
        assertThat(error.path("charged").asBoolean(true)).isFalse();
        assertThat(balance().available()).isEqualTo(100);
        assertThat(vendor.questions).isEmpty();
    }

    @Test
    void aFailureBeforeTheFirstWordIsAPlainError() {
        vendor.onChat = request -> {
            throw ScriptedVendor.failure(FailureKind.RATE_LIMITED);
        };
        vendor.onSecondChat = request -> {
            throw ScriptedVendor.failure(FailureKind.CONTENT_REFUSED);
        };
        for (String more : new String[] {"", "\"stream\":true"}) {
            Answer answer = creator.post(PATH, ask("What is this?", more));
            assertThat(answer.status()).as(answer.body()).isEqualTo(400);
            assertThat(answer.json().at("/error/code").asText()).isEqualTo("moderation_blocked");
            assertThat(answer.header("x-should-retry")).isEqualTo("false");
        }
        assertThat(balance().available()).isEqualTo(100);
    }

    @Test
    void theNextModelAnswersForTheAgreedPrice() {
        vendor.onChat = request -> {
            throw ScriptedVendor.failure(FailureKind.UNAVAILABLE);
        };
        JsonNode body = creator.post(PATH, ask("What is this?", "")).json();

        assertThat(body.at("/choices/0/message/content").asText()).isEqualTo("It is a cup.");
        assertThat(balance().spent()).isEqualTo(PRICE);
    }

    @Test
    void whoHangsUpLeavesAnAnswerThatIsStored() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        vendor.onStream = (request, words) -> {
            words.accept("It is");
            await(gone);
            for (int i = 0; i < 50; i++) {
                words.accept(" a long long way".repeat(50));
            }
        };
        try (Socket socket = new Socket("127.0.0.1", server.server().port())) {
            byte[] body = ask("What is this?", "\"stream\":true").getBytes(StandardCharsets.UTF_8);
            String head = "POST " + PATH + " HTTP/1.1\r\nHost: x\r\nAuthorization: "
                    + creator.headers().get(1) + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                    + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
        gone.countDown();

        Awaitility.await()
                .atMost(10, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(balance().spent()).isEqualTo(PRICE));
        assertThat(creator.get("/api/v1/generations").json().at("/data/0/state").asText())
                .isEqualTo("completed");
    }

    @Test
    void theSameKeyAsksOnce() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        vendor.onStream = (request, words) -> {
            asked.countDown();
            await(answer);
        };
        Client keyed = creator.with("Idempotency-Key", UUID.randomUUID().toString());
        String body = ask("What is this?", "");
        CompletableFuture<Answer> first = CompletableFuture.supplyAsync(() -> keyed.post(PATH, body));
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Answer> twin = CompletableFuture.supplyAsync(() -> keyed.post(PATH, body));
        Answer other = keyed.post(PATH, ask("What else is this?", ""));
        assertThat(other.json().at("/error/code").asText()).isEqualTo("idempotency_mismatch");
        answer.countDown();

        String told = first.get(10, TimeUnit.SECONDS).body();
        assertThat(twin.get(10, TimeUnit.SECONDS).body()).isEqualTo(told);
        assertThat(twin.get().header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(keyed.post(PATH, body).body()).isEqualTo(told);
        assertThat(vendor.questions).hasSize(1);
        assertThat(balance().spent()).isEqualTo(PRICE);
    }

    @Test
    void anSdkThatTriesAgainGetsTheSameAnswer() {
        String body = ask("What is this?", "\"stream\":true");
        String first =
                creator.with("X-Stainless-Retry-Count", "0").post(PATH, body).body();
        String again =
                creator.with("X-Stainless-Retry-Count", "1").post(PATH, body).body();
        assertThat(again).isEqualTo(first).endsWith("data: [DONE]\n\n");
        assertThat(vendor.questions).hasSize(1);

        creator.with("X-Stainless-Retry-Count", "0").post(PATH, body);
        assertThat(vendor.questions).as("meant anew").hasSize(2);
    }

    @Test
    void picturesComeFromTheBodyAndFromElsewhere() {
        String inline = "data:image/png;base64," + Base64.getEncoder().encodeToString(PICTURE);
        Answer answer = creator.post(PATH, pictures(inline, "https://pictures.example/teapot.png"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        LlmRequest heard = vendor.questions.get(0);
        assertThat(heard.turns().get(0).parts())
                .filteredOn(LlmRequest.ContentPart.Image.class::isInstance)
                .hasSize(2)
                .allSatisfy(part -> assertThat(
                                ((LlmRequest.ContentPart.Image) part).image().contentType())
                        .isEqualTo("image/png"));
        String id = answer.json().path("generation_id").asText();
        assertThat(creator.get("/api/v1/generations/" + id)
                        .json()
                        .at("/brief/messages/0/parts/1/picture/url")
                        .asText())
                .isNotBlank();

        int before = uploads();
        for (String bad : new String[] {
            "http://pictures.example/teapot.png",
            "https://10.0.0.1/secret",
            "data:image/png;base64,!!!",
            "data:image/png;base64,AAAA",
            "file:///etc/passwd"
        }) {
            Answer refused = creator.post(PATH, pictures(inline, bad));
            assertThat(refused.status()).as(bad).isEqualTo(400);
            assertThat(refused.json().at("/error/param").asText()).startsWith("messages[0]");
        }
        assertThat(uploads()).isEqualTo(before);
        assertThat(balance().spent()).isEqualTo(PRICE);
    }

    @Test
    void whatCannotBeDoneIsRefusedAndSaysWhat() {
        refused("\"tools\":[{\"type\":\"function\"}]", 400, "tools");
        refused("\"n\":2", 400, "n");
        refused("\"response_format\":{\"type\":\"json_schema\"}", 400, "response_format");
        refused("\"logprobs\":true", 400, "logprobs");
        refused("\"modalities\":[\"audio\"]", 400, "modalities");
        refused("\"temperature\":3", 400, "temperature");
        refused("\"max_completion_tokens\":0", 400, "max_completion_tokens");
        refused("\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"]", 400, "stop");
        refused("\"stream\":\"yes\"", 400, "stream");
        refused("\"model\":\"nobody/knows\"", 404, "model");
        refused("\"model\":\"scripted-text-2\"", 400, "model");
        assertThat(creator.post(PATH, "{\"messages\":[]}").status()).isEqualTo(400);
        assertThat(creator.post(PATH, "{\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}]}")
                        .status())
                .isEqualTo(400);
        assertThat(creator.post(PATH, ask("x".repeat(500_000), "")).status()).isEqualTo(400);
        assertThat(balance().available()).isEqualTo(100);
        assertThat(balance().held()).isZero();
    }

    private void refused(String field, int status, String param) {
        Answer answer = creator.post(PATH, ask("What is this?", field));
        assertThat(answer.status()).as(field + " " + answer.body()).isEqualTo(status);
        assertThat(answer.json().at("/error/param").asText()).isEqualTo(param);
    }

    @Test
    void whatNobodyMissesIsPassedOver() {
        Answer answer = creator.post(
                PATH,
                ask(
                        "What is this?",
                        "\"model\":\"gpt-4o-mini\",\"tools\":[],\"n\":1,\"top_p\":0.5,\"seed\":7,\"user\":\"me\",\"store\":false,"
                                + "\"stop\":\"END\",\"temperature\":0.2,\"max_tokens\":50,\"response_format\":{\"type\":\"json_object\"}"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        LlmRequest heard = vendor.questions.get(0);
        assertThat(heard.maxTokens()).isEqualTo(50);
        assertThat(heard.temperature()).isEqualTo(0.2);
        assertThat(heard.stop()).containsExactly("END");
        assertThat(heard.json()).isTrue();
    }

    @Test
    void withoutCreditsNobodyIsAsked() {
        Caller poor = new Caller(new OrgId(UUID.randomUUID()), new UserId(UUID.randomUUID()));
        Answer answer = server.as(poor.org(), poor.user(), Role.CREATOR).post(PATH, ask("What is this?", ""));

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.json().at("/error/code").asText()).isEqualTo("insufficient_quota");
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
        assertThat(vendor.questions).isEmpty();
        assertThat(server.as(Role.VIEWER).post(PATH, ask("What is this?", "")).status())
                .isEqualTo(403);
    }

    private List<JsonNode> stream(String more) {
        Answer answer = creator.post(PATH, ask("What is this?", "\"stream\":true," + more));
        assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
        assertThat(answer.body()).endsWith("data: [DONE]\n\n");
        return chunks(answer.body().replace("data: [DONE]\n\n", ""));
    }

    private static List<JsonNode> chunks(String body) {
        List<JsonNode> chunks = new ArrayList<>();
        for (String event : body.split("\n\n")) {
            if (event.startsWith("data: ")) {
                try {
                    chunks.add(JSON.readTree(event.substring(6)));
                } catch (JsonProcessingException e) {
                    throw new AssertionError(event, e);
                }
            }
        }
        return chunks;
    }

    private static String ask(String words, String more) {
        return "{" + (more.isEmpty() ? "" : more + ",") + "\"messages\":[{\"role\":\"user\",\"content\":\"" + words
                + "\"}]}";
    }

    private static String pictures(String first, String second) {
        return "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Compare.\"},"
                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + first + "\"}},"
                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + second + "\",\"detail\":\"low\"}}]}]}";
    }

    private int uploads() {
        return atelier.store()
                .uploads()
                .list(caller.org(), PageRequest.first(50))
                .items()
                .size();
    }

    private Balance balance() {
        return atelier.store().ledger().balance(caller.org());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void pause(long millis) {
        try {
            assertThat(new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS))
                    .isFalse();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
