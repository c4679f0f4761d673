package dev.atelier.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.e2e.ApiClient.Answer;
import dev.atelier.persistence.Persistence;
import dev.atelier.persistence.PersistenceSettings;
import dev.atelier.persistence.embedded.EmbeddedPostgres;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a real server with -9 again and again while it makes pictures at a vendor that loses answers and callbacks and repeats
 * others; afterwards every acknowledged generation has ended, every picture that arrived was charged once, and the vendor saw no
 * order twice.
 *
 * <p>Small by default; {@code -Dchaos.generations=300 -Dchaos.kills=100} is the full size. The seed is printed.
 */
class ChaosIT {
    private static final int GENERATIONS = Integer.getInteger("chaos.generations", 40);
    private static final int KILLS = Integer.getInteger("chaos.kills", 3);
    private static final long SEED = Long.getLong("chaos.seed", System.nanoTime());
    private static final int WORKERS = 4;
    private static final String EMAIL = "owner@chaos.example";
    private static final String PASSWORD = "a long sentence for chaos";

    @TempDir
    Path folder;

    @Test
    void killingTheServerLosesRepeatsAndOverchargesNothing() throws Exception {
        System.out.println("chaos: generations=" + GENERATIONS + " kills=" + KILLS + " seed=" + SEED);
        try (EmbeddedPostgres database = EmbeddedPostgres.start(folder.resolve("postgres"));
                StubKie vendor = new StubKie()
                        .latency(Duration.ofMillis(150))
                        .answerDelay(Duration.ofMillis(30))
                        .lostAnswers(0.03)
                        .lostCallbacks(0.3)
                        .repeatedCallbacks(0.3);
                ServerProcess server = new ServerProcess(environment(database, vendor), folder.resolve("server.log"))) {
            phase("first start took " + server.start().toMillis() + " ms");
            ApiClient admin = new ApiClient(server.url()).signIn(EMAIL, PASSWORD);
            for (String provider : List.of("kieai", "kieai-gemini3", "kieai-gemini25")) {
                admin.pointProvider(provider, vendor.url());
            }
            Map<String, Integer> accepted = acceptWhileKilling(server);
            phase("all accepted");
            List<JsonNode> ended = awaitAll(server, accepted.keySet().stream().toList());
            phase("all ended");
            server.stop();
            phase("stopped");
            check(database, vendor, accepted, ended);
        }
    }

    private static void phase(String what) {
        System.out.println("chaos: " + what + " at " + Instant.now());
    }

    private static Map<String, Integer> acceptWhileKilling(ServerProcess server) throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        ExecutorService customers = Executors.newFixedThreadPool(4);
        List<Future<Map.Entry<String, Integer>>> wishes = new ArrayList<>();
        for (int i = 0; i < GENERATIONS; i++) {
            int number = i;
            int images = 1 + random.nextInt(4);
            wishes.add(customers.submit(() -> Map.entry(accept(server.url(), number, images), images)));
        }
        for (int kill = 0; kill < KILLS; kill++) {
            TimeUnit.MILLISECONDS.sleep(100 + random.nextInt(900));
            server.kill();
            server.start();
        }
        Map<String, Integer> accepted = new HashMap<>();
        for (Future<Map.Entry<String, Integer>> wish : wishes) {
            Map.Entry<String, Integer> entry = wish.get(3, TimeUnit.MINUTES);
            accepted.put(entry.getKey(), entry.getValue());
        }
        customers.shutdown();
        return accepted;
    }

    /** Asks with one key until there is an answer: whatever dies in between, this is one generation. */
    private static String accept(URI url, int number, int images) throws InterruptedException {
        ApiClient customer = null;
        String body = ApiClient.JSON
                .createObjectNode()
                .put("prompt", "still life number " + number)
                .put("imageCount", images)
                .put("imageModel", "nano-banana-pro")
                .toString();
        while (true) {
            try {
                if (customer == null) {
                    customer = new ApiClient(url).signIn(EMAIL, PASSWORD);
                }
                Answer answer = customer.call(
                        "POST", "/api/v1/generations", body, Map.of("Idempotency-Key", "chaos-" + SEED + "-" + number));
                if (answer.status() == 202) {
                    return answer.json().path("id").asText();
                }
                if (answer.status() < 500 && answer.status() != 409 && answer.status() != 429) {
                    throw new AssertionError("refused: " + answer.status() + " " + answer.json());
                }
            } catch (UncheckedIOException | AssertionError dead) {
                if (dead instanceof AssertionError refused
                        && !refused.getMessage().startsWith("sign-in was answered with 5")
                        && !refused.getMessage().startsWith("sign-in was answered with 429")) {
                    throw refused;
                }
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static List<JsonNode> awaitAll(ServerProcess server, List<String> ids) throws InterruptedException {
        ApiClient customer = new ApiClient(server.url()).signIn(EMAIL, PASSWORD);
        List<JsonNode> ended = new ArrayList<>();
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        for (String id : ids) {
            while (true) {
                Answer answer = customer.get("/api/v1/generations/" + id);
                assertThat(answer.status())
                        .as("acknowledged generation %s exists", id)
                        .isEqualTo(200);
                String state = answer.json().path("state").asText();
                if (!state.equals("pending") && !state.equals("processing")) {
                    ended.add(answer.json());
                    break;
                }
                assertThat(System.nanoTime())
                        .as("generation %s ended: %s", id, answer.json())
                        .isLessThan(deadline);
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        return ended;
    }

    private static void check(
            EmbeddedPostgres database, StubKie vendor, Map<String, Integer> accepted, List<JsonNode> ended) {
        assertThat(accepted).as("one generation for each key").hasSize(GENERATIONS);
        int wanted = accepted.values().stream().mapToInt(Integer::intValue).sum();
        Set<String> brought = new HashSet<>();
        Map<String, Integer> lost = new TreeMap<>();
        for (JsonNode generation : ended) {
            assertThat(generation.path("tasks"))
                    .hasSize(accepted.get(generation.path("id").asText()));
            for (JsonNode task : generation.path("tasks")) {
                if (task.path("state").asText().equals("completed")) {
                    brought.add(task.path("attempts").path(0).path("vendorTask").asText());
                } else {
                    lost.merge(task.path("failure").path("code").asText(), 1, Integer::sum);
                }
            }
        }
        int arrived = brought.size();
        System.out.println(
                "chaos: pictures wanted=" + wanted + " arrived=" + arrived + " lost=" + lost + " paid orders="
                        + vendor.paidOrders() + " callbacks=" + vendor.callbacksMade() + " heard="
                        + vendor.heard().size() + " untold=" + vendor.untold());
        assertThat(vendor.mostOrdersOfOneSubmit()).as("orders of one submit").isEqualTo(1);
        assertThat(vendor.paidOrders()).as("paid orders").isLessThanOrEqualTo(wanted);
        assertThat(brought).as("pictures whose callback we took").containsAll(vendor.heard());
        // A picture is lost only where we never learned its id: the vendor told nobody, or we were killed between
        // paying and writing the answer down, which is at most what the workers of each killed server had in hand.
        assertThat(lost.keySet()).as("why pictures are lost").isSubsetOf("outcome_unknown");
        assertThat(wanted - arrived).as("pictures lost").isLessThanOrEqualTo(KILLS * WORKERS + (int) vendor.untold());
        try (Persistence store =
                Persistence.connect(PersistenceSettings.of(database.jdbcUrl(), database.user(), database.password()))) {
            assertThat(store.ledger().verify()).isEmpty();
            var balance = store.ledger().balance(store.accounts().orgs().get(0).id());
            assertThat(balance.held()).as("credits still held").isZero();
            assertThat(balance.spent()).as("credits charged").isEqualTo(10L * arrived);
        }
    }

    private Map<String, String> environment(EmbeddedPostgres database, StubKie vendor) {
        int port = ServerProcess.freePort();
        Map<String, String> environment = new HashMap<>();
        environment.put("PORT", Integer.toString(port));
        environment.put("DATABASE_URL", databaseUrl(database));
        environment.put("ATELIER_DATA", folder.resolve("data").toString());
        environment.put("ATELIER_RATE_LIMITS", "false");
        // Everybody signs in anew after each death, and whoever died in between gave no try back.
        environment.put("ATELIER_LIMIT_SIGN_INS", "0");
        environment.put("ATELIER_HOST", "127.0.0.1");
        environment.put("ATELIER_OWNER_EMAIL", EMAIL);
        environment.put("ATELIER_OWNER_PASSWORD", PASSWORD);
        environment.put("ATELIER_WELCOME_CREDITS", "1000000");
        environment.put("KIE_AI_API_KEY", "stub-key-for-chaos");
        environment.put("ATELIER_ALLOW_PRIVATE_HOSTS", vendor.host());
        environment.put("CALLBACK_BASE_URL", "http://localhost:" + port);
        environment.put("ATELIER_WORKERS", Integer.toString(WORKERS));
        environment.put("ATELIER_HEARTBEAT_SECONDS", "1");
        environment.put("ATELIER_CALLBACK_GRACE_SECONDS", "1");
        environment.put("ATELIER_DOUBT_GRACE_SECONDS", "8");
        environment.put("ATELIER_DEADLINE_SECONDS", "120");
        return environment;
    }

    static String databaseUrl(EmbeddedPostgres database) {
        String address = database.jdbcUrl().substring("jdbc:postgresql://".length());
        return "postgresql://" + database.user() + ":" + database.password() + "@" + address;
    }
}
