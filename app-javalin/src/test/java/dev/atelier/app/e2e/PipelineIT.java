package dev.atelier.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.atelier.app.e2e.ApiClient.Answer;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of a picture as a user sees it, through two real servers, against stand-ins of the three vendors. */
class PipelineIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration EVERYWHERE = Duration.ofSeconds(2);
    private static final int LOOK_MILLIS = 2_000;
    private static final String GENERATIONS = "/api/v1/generations";

    @TempDir
    static Path folder;

    private static TwoServers servers;
    private static VendorStubs vendors;
    private static ApiClient onA;
    private static ApiClient onB;
    private static KieBell bell;

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
        vendors.openAiSees("A quiet still life on linen.", LOOK_MILLIS);
        vendors.chatFails(
                "gemini-3-pro", 500, "Server Error - An unexpected error occurred while processing the request");
        vendors.chatGives("gemini-2.5-pro", VendorStubs.prompts("amber", "basalt", "cobalt"));
        List<String> words = List.of("amber", "basalt", "cobalt");
        words.forEach(word -> vendors.takes(word, "task-" + word));
        JsonNode before = onA.get("/api/v1/credits").json();

        List<String> references =
                List.of(onA.upload("one.png", picture(Color.RED)), onA.upload("two.png", picture(Color.GREEN)));
        String product = onA.upload("product.png", picture(Color.BLUE));
        Answer accepted = start(onA, 3, references, List.of(product));
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.json().path("creditsHeld").asInt()).isEqualTo(30);
        String id = accepted.json().path("id").asText();
        String path = GENERATIONS + "/" + id;

        try (EventReader live = EventReader.open(onB.base().resolve(path + "/events"), onB.token(), "")) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(vendors.orders()).hasSize(3));
            await().atMost(PATIENCE).until(() -> acked(onA.get(path).json()) == 3);
            assertThat(onB.get("/api/v1/credits").json().path("held").asInt()).isEqualTo(30);
            looksRanSideBySide(onA.get(path).json());
            theSecondModelAnswered(onA.get(path).json());
            eachOrderHasItsOwnAddress();

            byte[] red = picture(Color.PINK);
            URI callback = vendors.callback("amber");
            vendors.finishes("task-amber", red);
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
                vendors.finishes("task-" + word, picture(Color.PINK));
                assertThat(bell.ring(vendors.callback(word), "task-" + word)).isEqualTo(204);
            }
            JsonNode done = ended(onA, path, "completed");
            assertThat(done.path("creditsCharged").asInt()).isEqualTo(30);
            assertThat(done.path("creditsHeld").asInt()).isZero();
            assertThat(done.path("costMicros").asLong()).isGreaterThanOrEqualTo(3 * 90_000L);
            resultsAreOurs(done, red);
            streamsMissNothing(live, path, lastSeen);
        }
        assertThat(bell.ring(vendors.callback("amber"), "task-amber"))
                .as("late twin")
                .isIn(200, 204);
        ledgerTells(id, before);
        strangersSeeNothing(path, references.get(0));
        nothingLeaks(path);
    }

    @Test
    void callbacksThatComeFirstLostAnswersAndRefusedPicturesAreChargedExactly() throws Exception {
        vendors.chatGives("gemini-3-pro", VendorStubs.prompts("ember", "fjord", "granite"));
        vendors.takes("ember", "task-ember", 3_000);
        vendors.takesWithoutAnAnswer("fjord", "task-fjord");
        vendors.takes("granite", "task-granite");
        JsonNode before = onA.get("/api/v1/credits").json();
        String path = GENERATIONS + "/"
                + start(onA, 3, List.of(), List.of()).json().path("id").asText();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(vendors.orders()).hasSize(3));

        vendors.finishes("task-ember", picture(Color.ORANGE));
        assertThat(bell.ring(vendors.callback("ember"), "task-ember"))
                .as("before the answer to the order")
                .isEqualTo(204);
        vendors.finishes("task-fjord", picture(Color.CYAN));
        await().atMost(PATIENCE).until(() -> states(onB.get(path).json()).contains("in_doubt"));
        assertThat(bell.ring(vendors.callback("fjord"), "task-fjord"))
                .as("the only word of this order")
                .isEqualTo(204);
        vendors.refuses("task-granite");
        assertThat(bell.ring(vendors.callback("granite"), "task-granite", "fail"))
                .isEqualTo(204);

        JsonNode partial = ended(onB, path, "partial");
        assertThat(partial.path("creditsCharged").asInt()).isEqualTo(20);
        JsonNode refused = task(partial, "failed");
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
        vendors.finishes("task-granite-again", picture(Color.GRAY));
        assertThat(bell.ring(fresh.get(0), "task-granite-again")).isEqualTo(204);

        JsonNode completed = ended(onB, path, "completed");
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
        byte[] reference = picture(Color.MAGENTA);
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
                    + start(onB, 1, List.of(upload), List.of())
                            .json()
                            .path("id")
                            .asText();
            await().atMost(PATIENCE).until(() -> acked(onA.get(path).json()) == 1);
            vendors.finishes("task-hazel", picture(Color.WHITE));
            assertThat(bell.ring(vendors.callback("hazel"), "task-hazel")).isEqualTo(204);

            JsonNode done = ended(onA, path, "completed");
            assertThat(done.path("analyses").path(0).path("provider").asText()).isEqualTo("gemini-vision");
            assertThat(texts(done.path("trials"), "provider"))
                    .containsExactly("kieai-gemini3", "kieai-gemini25", "google-gemini");
            assertThat(texts(done.path("trials"), "code")).containsExactly("invalid_order", "unavailable", "null");
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
            nothingLeaks(path);
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

    // ---- what is looked at ------------------------------------------------------------------------------------------

    /** Both looks were at the vendor at the same time: the second began before the first could have ended. */
    private static void looksRanSideBySide(JsonNode generation) {
        List<LoggedRequest> looks = vendors.requests("/v1/chat/completions");
        assertThat(looks).hasSize(2);
        long apart = Math.abs(looks.get(0).getLoggedDate().getTime()
                - looks.get(1).getLoggedDate().getTime());
        // The journal notes a request when it is answered; one after the other they would be a whole look apart.
        assertThat(apart).as("milliseconds between the two looks").isLessThan(LOOK_MILLIS);
        assertThat(looks)
                .allSatisfy(look ->
                        assertThat(look.getHeader("Authorization")).isEqualTo("Bearer " + TwoServers.OPENAI_KEY));
        assertThat(texts(generation.path("analyses"), "state")).containsExactly("done", "done");
    }

    private static void theSecondModelAnswered(JsonNode generation) {
        JsonNode trials = generation.path("trials");
        assertThat(texts(trials, "provider")).containsExactly("kieai-gemini3", "kieai-gemini25");
        assertThat(trials.path(0).path("code").asText()).isEqualTo("unavailable");
        assertThat(trials.path(0).path("error").asText()).contains("unexpected error");
        assertThat(trials.path(0).path("promptsGiven").asInt()).isZero();
        assertThat(trials.path(1).path("promptsGiven").asInt()).isEqualTo(3);
    }

    private static void eachOrderHasItsOwnAddress() {
        assertThat(Set.copyOf(vendors.callbacks()))
                .hasSize(3)
                .allSatisfy(
                        address -> assertThat(address.toString()).startsWith(onA.base() + "/api/v1/callbacks/kieai/"));
        assertThat(vendors.orders()).allSatisfy(order -> {
            assertThat(order.path("model").asText()).isEqualTo("nano-banana-pro");
            assertThat(order.path("input").path("image_input")).hasSize(1);
        });
        assertThat(vendors.requests(VendorStubs.CREATE))
                .allSatisfy(order ->
                        assertThat(order.getHeader("Authorization")).isEqualTo("Bearer " + TwoServers.KIE_KEY));
    }

    private static void resultsAreOurs(JsonNode done, byte[] amber) throws Exception {
        for (JsonNode task : done.path("tasks")) {
            JsonNode image = task.path("image");
            assertThat(URI.create(image.path("url").asText()).getPort())
                    .isNotEqualTo(vendors.url().getPort());
            byte[] bytes = download(image.path("url").asText());
            assertThat(bytes).isEqualTo(amber);
            assertThat(image.path("thumbnails")).isNotEmpty();
            for (JsonNode thumb : image.path("thumbnails")) {
                assertThat(ImageIO.read(new java.io.ByteArrayInputStream(
                                        download(thumb.path("url").asText())))
                                .getWidth())
                        .isEqualTo(thumb.path("widthPx").asInt());
            }
        }
        assertThat(vendors.requests("/result/.*"))
                .isNotEmpty()
                .allSatisfy(fetch ->
                        assertThat(fetch.containsHeader("Authorization")).isFalse());
    }

    private static void streamsMissNothing(EventReader live, String path, String lastSeen) throws Exception {
        await().atMost(PATIENCE).until(live::ended);
        List<String> ids = live.events().stream().map(EventReader.Heard::id).toList();
        assertThat(ids).doesNotHaveDuplicates().contains(lastSeen);
        assertThat(live.types()).startsWith("generation.accepted").endsWith("generation.completed");
        assertThat(live.types().stream().filter("generation.image_ready"::equals))
                .hasSize(3);
        try (EventReader again = EventReader.open(onB.base().resolve(path + "/events"), onB.token(), lastSeen)) {
            await().atMost(PATIENCE).until(again::ended);
            assertThat(again.events().stream().map(EventReader.Heard::id))
                    .as("what follows the last event seen")
                    .containsExactlyElementsOf(ids.subList(ids.indexOf(lastSeen) + 1, ids.size()));
        }
    }

    private static void ledgerTells(String id, JsonNode before) {
        JsonNode after = onB.get("/api/v1/credits").json();
        assertThat(after.path("held").asInt()).isZero();
        assertThat(after.path("spent").asInt() - before.path("spent").asInt()).isEqualTo(30);
        List<JsonNode> entries = StreamSupport.stream(
                        onB.get("/api/v1/credits/ledger?limit=100")
                                .json()
                                .path("data")
                                .spliterator(),
                        false)
                .filter(entry -> entry.path("generationId").asText().equals(id))
                .toList();
        assertThat(sum(entries, "hold", "held")).isEqualTo(30);
        assertThat(sum(entries, "capture", "spent")).isEqualTo(30);
        assertThat(entries).allSatisfy(entry -> {
            assertThat(entry.path("actor").asText()).isNotBlank();
            assertThat(entry.path("provider").asText()).isEqualTo("kieai");
        });
    }

    private static long sum(List<JsonNode> entries, String kind, String column) {
        return entries.stream()
                .filter(entry -> entry.path("kind").asText().equals(kind))
                .mapToLong(entry -> entry.path("change").path(column).asLong())
                .sum();
    }

    private static void strangersSeeNothing(String path, String upload) throws Exception {
        ApiClient stranger = servers.strangerOnB();
        assertThat(stranger.get(GENERATIONS).json().path("data")).isEmpty();
        for (String hidden : List.of(path, path + "/lineage", "/api/v1/uploads/" + upload)) {
            assertThat(stranger.get(hidden).status()).as(hidden).isEqualTo(404);
        }
        assertThat(stranger.call("GET", path + "/events", null, Map.of("Accept", "text/event-stream"))
                        .status())
                .isEqualTo(404);
        assertThat(stranger.get("/api/v1/admin/providers").status()).isEqualTo(403);
    }

    private static void nothingLeaks(String path) {
        List<String> secrets = new ArrayList<>(List.of(
                TwoServers.KIE_KEY,
                TwoServers.OPENAI_KEY,
                TwoServers.GEMINI_KEY,
                TwoServers.WEBHOOK_KEY,
                TwoServers.PASSWORD));
        vendors.callbacks()
                .forEach(address -> secrets.add(
                        address.getPath().substring(address.getPath().lastIndexOf('/') + 1)));
        Stream<String> answers = Stream.of(onA, onB)
                .flatMap(client -> Stream.of(
                                path,
                                path + "/lineage",
                                GENERATIONS,
                                "/api/v1/admin/providers",
                                "/api/v1/admin/callbacks",
                                "/api/v1/admin/jobs",
                                "/api/v1/credits/ledger",
                                "/api/v1/models",
                                "/health",
                                "/metrics")
                        .map(address -> {
                            Answer answer = client.get(address);
                            assertThat(answer.status()).as(address).isEqualTo(200);
                            return answer.response().body();
                        }));
        assertThat(Stream.concat(answers, servers.logs().stream()))
                .allSatisfy(text -> assertThat(text).isNotBlank().doesNotContain(secrets));
    }

    // ---- helpers ----------------------------------------------------------------------------------------------------

    private static Answer start(ApiClient client, int count, List<String> references, List<String> products) {
        ObjectNode body = ApiClient.JSON
                .createObjectNode()
                .put("prompt", "A quiet still life")
                .put("imageCount", count)
                .put("imageModel", "nano-banana-pro");
        ArrayNode looks = body.putArray("referenceImages");
        references.forEach(looks::add);
        ArrayNode goods = body.putArray("productImages");
        products.forEach(goods::add);
        return client.post(GENERATIONS, body.toString());
    }

    private static JsonNode ended(ApiClient client, String path, String state) {
        await(state).atMost(PATIENCE).untilAsserted(() -> {
            JsonNode now = client.get(path).json();
            assertThat(now.path("state").asText()).as(now.toString()).isEqualTo(state);
        });
        return client.get(path).json();
    }

    private static JsonNode task(JsonNode generation, String state) {
        return StreamSupport.stream(generation.path("tasks").spliterator(), false)
                .filter(task -> task.path("state").asText().equals(state))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> states(JsonNode generation) {
        return generation.findValuesAsText("state");
    }

    private static long acked(JsonNode generation) {
        return states(generation).stream().filter("acked"::equals).count();
    }

    private static List<String> texts(JsonNode rows, String field) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.path(field).asText())
                .toList();
    }

    private static byte[] download(String url) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private static byte[] picture(Color colour) throws IOException {
        BufferedImage image = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(colour);
        pen.fillRect(0, 0, 640, 480);
        pen.setColor(Color.BLACK);
        pen.fillOval(100, 100, 200, 200);
        pen.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }
}
