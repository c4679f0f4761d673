package dev.atelier.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.atelier.app.e2e.ApiClient.Answer;
import java.awt.Color;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of a picture as a user sees it, through two real servers, against stand-ins of the three vendors. */
class PipelineIT {
    private static final Duration PATIENCE = Wish.PATIENCE;
    private static final Duration EVERYWHERE = Duration.ofSeconds(2);
    private static final String GENERATIONS = Wish.GENERATIONS;

    @TempDir
    static Path folder;

    private static TwoServers servers;
    private static VendorStubs vendors;
    private static ApiClient onA;
    private static ApiClient onB;
    private static KieBell bell;
    private static PipelineChecks check;

    @BeforeAll
    static void start() throws Exception {
        servers = new TwoServers(folder);
        vendors = servers.vendors();
        onA = servers.onA();
        onB = servers.onB();
        for (String provider : List.of(
                "kieai", "kieai-gemini3", "kieai-gemini25", "google-gemini", "openai-vision", "gemini-vision")) {
            onA.pointProvider(provider, vendors.url());
        }
        onA.changeProvider("kieai", row -> row.put("webhookSecret", TwoServers.WEBHOOK_KEY));
        check = new PipelineChecks(servers, onA, onB);
        bell = new KieBell(onB.base(), TwoServers.WEBHOOK_KEY);
    }

    @AfterAll
    static void stop() throws Exception {
        servers.close();
    }

    @BeforeEach
    void freshVendors() {
        vendors.reset();
        vendors.storesFiles();
    }

    @Test
    void threePicturesFromReferencesAndAProduct() throws Exception {
        vendors.openAiSees("A quiet still life on linen.", PipelineChecks.LOOK_MILLIS);
        vendors.chatFails(
                "gemini-3-pro", 500, "Server Error - An unexpected error occurred while processing the request");
        vendors.chatGives("gemini-2.5-pro", VendorStubs.prompts("amber", "basalt", "cobalt"));
        List<String> words = List.of("amber", "basalt", "cobalt");
        words.forEach(word -> vendors.takes(word, "task-" + word));
        JsonNode before = onA.get("/api/v1/credits").json();

        List<String> references = List.of(
                onA.upload("one.png", Wish.picture(Color.RED)), onA.upload("two.png", Wish.picture(Color.GREEN)));
        String product = onA.upload("product.png", Wish.picture(Color.BLUE));
        Answer accepted = Wish.start(onA, 3, references, List.of(product));
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.json().path("creditsHeld").asInt()).isEqualTo(30);
        String id = accepted.json().path("id").asText();
        String path = GENERATIONS + "/" + id;

        try (EventReader live = EventReader.open(onB.base().resolve(path + "/events"), onB.token(), "")) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(vendors.orders()).hasSize(3));
            await().atMost(PATIENCE).until(() -> Wish.acked(onA.get(path).json()) == 3);
            assertThat(onB.get("/api/v1/credits").json().path("held").asInt()).isEqualTo(30);
            check.looksRanSideBySide(onA.get(path).json());
            check.theSecondModelAnswered(onA.get(path).json());
            check.eachOrderHasItsOwnAddress();

            byte[] result = Wish.picture(Color.PINK);
            URI callback = vendors.callback("amber");
            vendors.finishes("task-amber", result);
            assertThat(new KieBell(onB.base(), "another key").ring(callback, "task-amber"))
                    .as("forged")
                    .isEqualTo(401);
            assertThat(bell.ring(URI.create(callback.toString().replaceAll(".{6}$", "AAAAAA")), "task-amber"))
                    .as("wrong token")
                    .isEqualTo(404);
            assertThat(onA.get(path).json().path("creditsCharged").asInt()).isZero();
            assertThat(bell.ring(callback, "task-amber")).as("first").isEqualTo(204);
            await().atMost(PATIENCE)
                    .until(() -> onA.get(path).json().path("creditsCharged").asInt() == 10);

            String lastSeen;
            try (EventReader second = EventReader.open(onB.base().resolve(path + "/events"), onB.token(), "")) {
                await().atMost(PATIENCE).until(() -> second.types().contains("generation.image_ready"));
                lastSeen = second.events().get(second.events().size() - 1).id();
            }
            for (String word : List.of("basalt", "cobalt")) {
                vendors.finishes("task-" + word, Wish.picture(Color.PINK));
                assertThat(bell.ring(vendors.callback(word), "task-" + word)).isEqualTo(204);
            }
            JsonNode done = Wish.ended(onA, path, "completed");
            assertThat(done.path("creditsCharged").asInt()).isEqualTo(30);
            assertThat(done.path("creditsHeld").asInt()).isZero();
            assertThat(done.path("costMicros").asLong()).isGreaterThanOrEqualTo(3 * 90_000L);
            check.resultsAreOurs(done, result);
            check.streamsMissNothing(live, path, lastSeen);
        }
        assertThat(bell.ring(vendors.callback("amber"), "task-amber"))
                .as("late twin")
                .isIn(200, 204);
        check.ledgerTells(id, before);
        check.strangersSeeNothing(path, references.get(0));
        check.nothingLeaks(path);
    }

    @Test
    void callbacksThatComeFirstLostAnswersAndRefusedPicturesAreChargedExactly() throws Exception {
        vendors.chatGives("gemini-3-pro", VendorStubs.prompts("ember", "fjord", "granite"));
        vendors.takes("ember", "task-ember", 3_000);
        vendors.takesWithoutAnAnswer("fjord", "task-fjord");
        vendors.takes("granite", "task-granite");
        JsonNode before = onA.get("/api/v1/credits").json();
        String path = GENERATIONS + "/"
                + Wish.start(onA, 3, List.of(), List.of()).json().path("id").asText();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(vendors.orders()).hasSize(3));

        vendors.finishes("task-ember", Wish.picture(Color.ORANGE));
        assertThat(bell.ring(vendors.callback("ember"), "task-ember"))
                .as("before the answer to the order")
                .isEqualTo(204);
        vendors.finishes("task-fjord", Wish.picture(Color.CYAN));
        await().atMost(PATIENCE).until(() -> Wish.states(onB.get(path).json()).contains("in_doubt"));
        assertThat(bell.ring(vendors.callback("fjord"), "task-fjord"))
                .as("the only word of this order")
                .isEqualTo(204);
        vendors.refuses("task-granite");
        assertThat(bell.ring(vendors.callback("granite"), "task-granite", "fail"))
                .isEqualTo(204);

        JsonNode partial = Wish.ended(onB, path, "partial");
        assertThat(partial.path("creditsCharged").asInt()).isEqualTo(20);
        JsonNode refused = Wish.task(partial, "failed");
        assertThat(refused.path("failure").path("code").asText()).isEqualTo("content_refused");
        assertThat(refused.path("failure").path("message").asText()).contains("flagged as sensitive");
        assertThat(refused.path("failure").path("charged").asBoolean(true)).isFalse();
        assertThat(vendors.orders()).as("no order was repeated").hasSize(3);

        Set<URI> spent = Set.copyOf(vendors.callbacks());
        vendors.takes("granite", "task-granite-again");
        assertThat(onB.post(path + "/retry", "{}").status()).isEqualTo(202);
        await().atMost(PATIENCE).until(() -> onB.get(path).json().toString().contains("task-granite-again"));
        List<URI> fresh = vendors.callbacks().stream()
                .filter(address -> !spent.contains(address))
                .toList();
        assertThat(fresh).as("orders of the retry").hasSize(1);
        vendors.finishes("task-granite-again", Wish.picture(Color.GRAY));
        assertThat(bell.ring(fresh.get(0), "task-granite-again")).isEqualTo(204);

        JsonNode completed = Wish.ended(onB, path, "completed");
        await("the late answer to the first order is in")
                .atMost(PATIENCE)
                .until(() -> onB.get("/api/v1/admin/jobs/depth")
                                .json()
                                .path("running")
                                .asInt(1)
                        == 0);
        assertThat(onB.get(path).json().path("version")).isEqualTo(completed.path("version"));
        assertThat(completed.path("creditsCharged").asInt()).isEqualTo(30);
        JsonNode after = onA.get("/api/v1/credits").json();
        assertThat(after.path("held").asInt()).isZero();
        assertThat(after.path("spent").asInt() - before.path("spent").asInt()).isEqualTo(30);
        assertThat(after.path("available").asInt())
                .isEqualTo(before.path("available").asInt() - 30);
    }

    @Test
    void geminiSeesAndWritesWhereTheOthersAreOffOrFail() throws Exception {
        String seen = "A brass lamp on a green wall.";
        vendors.geminiSays("gemini-3.8-flash", seen);
        vendors.geminiSays("gemini-3.1-pro-preview", VendorStubs.array(VendorStubs.prompts("hazel")));
        vendors.chatFails("gemini-3-pro", 422, "channel not supported");
        vendors.chatFails("gemini-2.5-pro", 455, "The service is under maintenance");
        vendors.takes("hazel", "task-hazel");
        byte[] reference = Wish.picture(Color.MAGENTA);
        assertThat(onA.post("/api/v1/admin/providers/openai-vision/disable", "{}")
                        .status())
                .isEqualTo(200);
        try {
            await("the change reaches B")
                    .atMost(EVERYWHERE)
                    .until(() -> !onB.get("/api/v1/admin/providers/openai-vision")
                            .json()
                            .path("usable")
                            .asBoolean(true));
            String upload = onA.upload("lamp.png", reference);
            String path = GENERATIONS + "/"
                    + Wish.start(onB, 1, List.of(upload), List.of())
                            .json()
                            .path("id")
                            .asText();
            await().atMost(PATIENCE).until(() -> Wish.acked(onA.get(path).json()) == 1);
            vendors.finishes("task-hazel", Wish.picture(Color.WHITE));
            assertThat(bell.ring(vendors.callback("hazel"), "task-hazel")).isEqualTo(204);

            JsonNode done = Wish.ended(onA, path, "completed");
            assertThat(done.path("analyses").path(0).path("provider").asText()).isEqualTo("gemini-vision");
            assertThat(Wish.texts(done.path("trials"), "provider"))
                    .containsExactly("kieai-gemini3", "kieai-gemini25", "google-gemini");
            assertThat(Wish.texts(done.path("trials"), "code")).containsExactly("invalid_order", "unavailable", "null");
            LoggedRequest look = vendors.requests("/v1beta/models/gemini-3.8-flash:generateContent")
                    .get(0);
            assertThat(look.getHeader("x-goog-api-key")).isEqualTo(TwoServers.GEMINI_KEY);
            assertThat(look.getUrl()).doesNotContain(TwoServers.GEMINI_KEY);
            assertThat(look.getBodyAsString())
                    .contains(Base64.getEncoder().encodeToString(reference))
                    .contains("image/png");
            assertThat(vendors.requests("/v1beta/models/gemini-3.1-pro-preview:generateContent")
                            .get(0)
                            .getBodyAsString())
                    .as("the writer reads what the looker saw")
                    .contains(seen);
            check.nothingLeaks(path);
        } finally {
            onA.post("/api/v1/admin/providers/openai-vision/enable", "{}");
        }
    }

    @Test
    void aPriceOfOneServerIsThePriceOfTheOther() {
        String body = ApiClient.JSON
                .createObjectNode()
                .put("model", "google/nano-banana")
                .put("credits", 3)
                .put("costMicros", 20_000)
                .toString();
        assertThat(onA.post("/api/v1/admin/prices", body).status()).isEqualTo(201);
        await("the price reaches B")
                .atMost(EVERYWHERE)
                .until(() -> onB.get("/api/v1/models/google/nano-banana")
                                .json()
                                .path("creditsFrom")
                                .asInt()
                        == 3);
    }
}
