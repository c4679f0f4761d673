package dev.atelier.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.atelier.app.e2e.ApiClient.Answer;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;

/** What must be true of a picture's way, seen from each side: vendor, user, ledger, stranger, log. */
final class PipelineChecks {
    static final int LOOK_MILLIS = 2_000;
    private static final Duration PATIENCE = Wish.PATIENCE;
    private static final String GENERATIONS = Wish.GENERATIONS;

    private final TwoServers servers;
    private final VendorStubs vendors;
    private final ApiClient onA;
    private final ApiClient onB;

    PipelineChecks(TwoServers servers, ApiClient onA, ApiClient onB) {
        this.servers = servers;
        this.vendors = servers.vendors();
        this.onA = onA;
        this.onB = onB;
    }

    /** Both looks were at the vendor at the same time: the second began before the first could have ended. */
    void looksRanSideBySide(JsonNode generation) {
        List<LoggedRequest> looks = vendors.requests("/v1/chat/completions");
        assertThat(looks).hasSize(2);
        long apart = Math.abs(looks.get(0).getLoggedDate().getTime()
                - looks.get(1).getLoggedDate().getTime());
        // The journal notes a request when it is answered; one after the other they would be a whole look apart.
        assertThat(apart).as("milliseconds between the two looks").isLessThan(LOOK_MILLIS);
        assertThat(looks)
                .allSatisfy(look ->
                        assertThat(look.getHeader("Authorization")).isEqualTo("Bearer " + TwoServers.OPENAI_KEY));
        assertThat(Wish.texts(generation.path("analyses"), "state")).containsExactly("done", "done");
    }

    void theSecondModelAnswered(JsonNode generation) {
        JsonNode trials = generation.path("trials");
        assertThat(Wish.texts(trials, "provider")).containsExactly("kieai-gemini3", "kieai-gemini25");
        assertThat(trials.path(0).path("code").asText()).isEqualTo("unavailable");
        assertThat(trials.path(0).path("error").asText()).contains("unexpected error");
        assertThat(trials.path(0).path("promptsGiven").asInt()).isZero();
        assertThat(trials.path(1).path("promptsGiven").asInt()).isEqualTo(3);
    }

    void eachOrderHasItsOwnAddress() {
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

    void resultsAreOurs(JsonNode done, byte[] result) throws Exception {
        for (JsonNode task : done.path("tasks")) {
            JsonNode image = task.path("image");
            assertThat(URI.create(image.path("url").asText()).getPort())
                    .isNotEqualTo(vendors.url().getPort());
            byte[] bytes = Wish.download(image.path("url").asText());
            assertThat(bytes).isEqualTo(result);
            assertThat(image.path("thumbnails")).isNotEmpty();
            for (JsonNode thumb : image.path("thumbnails")) {
                assertThat(ImageIO.read(new ByteArrayInputStream(
                                        Wish.download(thumb.path("url").asText())))
                                .getWidth())
                        .isEqualTo(thumb.path("widthPx").asInt());
            }
        }
        assertThat(vendors.requests("/result/.*"))
                .isNotEmpty()
                .allSatisfy(fetch ->
                        assertThat(fetch.containsHeader("Authorization")).isFalse());
    }

    void streamsMissNothing(EventReader live, String path, String lastSeen) throws Exception {
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

    void ledgerTells(String id, JsonNode before) {
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

    void strangersSeeNothing(String path, String upload) throws Exception {
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

    void nothingLeaks(String path) {
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
}
