package dev.atelier.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.e2e.ApiClient.Answer;
import dev.atelier.persistence.Persistence;
import dev.atelier.persistence.PersistenceSettings;
import dev.atelier.persistence.embedded.EmbeddedPostgres;
import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A server with a vendor, a database of its own and the reaper between them; it runs one generation after the other. One thread. */
final class KillLane implements AutoCloseable {
    static final int IMAGES = 2;
    private static final int PRICE = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String EMAIL = "owner@kill.example";
    private static final String PASSWORD = "a long sentence for killing";
    private static final String OURS = "kill-test";

    /** How a generation ended; {@code lost} are pictures whose order was in doubt. */
    record Outcome(List<Reaper.Moment> passed, boolean killed, int arrived, int lost, int inDoubt, String state) {}

    private final String name;
    private final Reaper reaper = new Reaper();
    private final StubKie vendor;
    private final CommitProxy proxy;
    private final ServerProcess server;
    private final Connection sql;
    private final Persistence store;
    private final String reference;
    private ApiClient customer;
    private int charged;
    private int number;

    KillLane(String name, EmbeddedPostgres postgres, Path folder) throws Exception {
        this.name = name;
        URI address = URI.create(postgres.jdbcUrl().substring("jdbc:".length()));
        try (Connection admin = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        String jdbcUrl = "jdbc:postgresql://" + address.getAuthority() + "/" + name;
        vendor = new StubKie().latency(Duration.ofMillis(150)).moments(reaper::at);
        proxy = new CommitProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort()), reaper::at);
        String databaseUrl = "postgresql://" + postgres.user() + ":" + postgres.password() + "@localhost:"
                + proxy.port() + "/" + name;
        server = new ServerProcess(environment(databaseUrl, folder.resolve(name)), folder.resolve(name + ".log"));
        reaper.kills(server::kill);
        server.start();
        customer = new ApiClient(server.url()).signIn(EMAIL, PASSWORD);
        for (String provider : List.of("kieai", "kieai-gemini3", "kieai-gemini25", "openai-vision")) {
            customer.pointProvider(provider, vendor.url());
        }
        reference = customer.upload("reference.png", Wish.picture(Color.RED));
        sql = DriverManager.getConnection(
                jdbcUrl + "?ApplicationName=" + OURS, postgres.administrator(), postgres.password());
        store = Persistence.connect(PersistenceSettings.of(jdbcUrl, postgres.user(), postgres.password())
                .withNode(OURS)
                .withMigrate(false));
    }

    private Map<String, String> environment(String databaseUrl, Path data) throws IOException {
        int port = ServerProcess.freePort();
        Map<String, String> environment = new HashMap<>();
        environment.put("PORT", Integer.toString(port));
        // What a dead server leaves among the temporary files goes with the test's folder.
        environment.put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + Files.createDirectories(data));
        environment.put("DATABASE_URL", databaseUrl);
        environment.put("ATELIER_DATA", data.toString());
        environment.put("ATELIER_RATE_LIMITS", "false");
        // Everybody signs in anew after each death, and whoever died in between gave no try back.
        environment.put("ATELIER_LIMIT_SIGN_INS", "0");
        environment.put("ATELIER_HOST", "127.0.0.1");
        environment.put("ATELIER_OWNER_EMAIL", EMAIL);
        environment.put("ATELIER_OWNER_PASSWORD", PASSWORD);
        environment.put("ATELIER_WELCOME_CREDITS", "1000000");
        environment.put("KIE_AI_API_KEY", "stub-key-for-killing");
        environment.put("OPENAI_API_KEY", "stub-key-for-killing");
        environment.put("ATELIER_ALLOW_PRIVATE_HOSTS", vendor.host());
        environment.put("CALLBACK_BASE_URL", "http://localhost:" + port);
        environment.put("ATELIER_WORKERS", "4");
        environment.put("ATELIER_HEARTBEAT_SECONDS", "1");
        environment.put("ATELIER_CALLBACK_GRACE_SECONDS", "1");
        // Longer than a restart on a busy machine, or a callback that is made again would come too late.
        environment.put("ATELIER_DOUBT_GRACE_SECONDS", "15");
        environment.put("ATELIER_DEADLINE_SECONDS", "300");
        return environment;
    }

    /**
     * Runs a generation, kills the server at the moment, starts it again on the same data, waits for the end and checks it.
     *
     * @param when null for a life without death
     * @param ringsAgain whether the vendor calls back once more after the restart for what nobody took
     */
    Outcome run(Reaper.@Nullable Moment when, boolean ringsAgain) throws SQLException {
        customer = new ApiClient(server.url()).signIn(EMAIL, PASSWORD);
        String key = name + "-" + ++number;
        int paidBefore = vendor.paidOrders();
        Revival revival = new Revival(ringsAgain);
        reaper.watch(when);
        String[] path = {""};
        await(key + " accepted at " + when).atMost(PATIENCE).until(() -> {
            revival.ifDead();
            path[0] = accept(key);
            return !path[0].isEmpty();
        });
        await(key + " ended at " + when).atMost(PATIENCE).until(() -> {
            revival.ifDead();
            return ended(path[0]) && count("SELECT count(*) FROM scheduled_tasks") == 0;
        });
        List<Reaper.Moment> passed = reaper.rest();
        revival.ifDead();
        JsonNode generation = customer.get(path[0]).json();
        String what = (revival.done ? "killed at " + when : "not killed") + ": " + generation;
        return check(what, generation, passed, revival, vendor.paidOrders() - paidBefore);
    }

    /** Starts the server again after its death, once it is certain that nothing of it can reach the database any more. */
    private final class Revival {
        final boolean ringsAgain;
        final Set<Integer> inDoubt = new HashSet<>();
        boolean done;

        Revival(boolean ringsAgain) {
            this.ringsAgain = ringsAgain;
        }

        void ifDead() throws SQLException {
            if (done || !reaper.struck()) {
                return;
            }
            done = true;
            await("the dead server's sessions")
                    .atMost(PATIENCE)
                    .until(() -> count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                    + " AND application_name NOT LIKE '" + OURS
                                    + "%' AND backend_type = 'client backend'")
                            == 0);
            inDoubt.addAll(column("SELECT t.idx FROM attempt a JOIN image_task t ON t.id = a.task_id"
                    + " JOIN generation g ON g.id = t.generation_id"
                    + " WHERE a.state IN ('SENT', 'IN_DOUBT') AND g.state IN ('PENDING', 'PROCESSING')"));
            server.start();
            if (ringsAgain) {
                vendor.ringAgain();
            }
        }
    }

    /** Asks with one key until there is an answer; returns the address, or nothing if nobody answered. */
    private String accept(String key) {
        String body = ApiClient.JSON
                .createObjectNode()
                .put("prompt", "still life " + key)
                .put("imageCount", IMAGES)
                .put("imageModel", "nano-banana-pro")
                .set("referenceImages", ApiClient.JSON.createArrayNode().add(reference))
                .toString();
        try {
            Answer answer = customer.call("POST", Wish.GENERATIONS, body, Map.of("Idempotency-Key", key));
            assertThat(answer.status()).as(answer.json().toString()).isIn(202, 409, 503);
            return answer.status() == 202
                    ? Wish.GENERATIONS + "/" + answer.json().path("id").asText()
                    : "";
        } catch (UncheckedIOException dead) {
            return "";
        }
    }

    private boolean ended(String path) {
        try {
            Answer answer = customer.get(path);
            assertThat(answer.status()).as("acknowledged generation " + path).isIn(200, 503);
            String state = answer.json().path("state").asText("pending");
            return !state.equals("pending") && !state.equals("processing");
        } catch (UncheckedIOException dead) {
            return false;
        }
    }

    private Outcome check(String what, JsonNode generation, List<Reaper.Moment> passed, Revival revival, int paid)
            throws SQLException {
        int arrived = 0;
        int lost = 0;
        Set<String> brought = new HashSet<>();
        assertThat(generation.path("tasks")).as(what).hasSize(IMAGES);
        for (JsonNode task : generation.path("tasks")) {
            if (task.path("state").asText().equals("completed")) {
                arrived++;
                assertThat(customer.call("GET", task.path("image").path("url").asText(), null, Map.of())
                                .status())
                        .as("the picture is in the store: " + what)
                        .isEqualTo(200);
                brought.add(task.path("attempts").path(0).path("vendorTask").asText());
            } else {
                lost++;
                assertThat(task.path("failure").path("code").asText()).as(what).isEqualTo("outcome_unknown");
                assertThat(revival.inDoubt)
                        .as("in doubt at death: " + what)
                        .contains(task.path("index").asInt());
            }
            assertThat(task.path("attempts")).as(what).hasSize(1);
        }
        assertThat(brought).as("each picture of its own order: " + what).hasSize(arrived);
        assertThat(paid).as("paid orders: " + what).isBetween(arrived, IMAGES);
        // None at all if the first order of this lane died on its way.
        assertThat(vendor.mostOrdersOfOneSubmit())
                .as("orders of one submit: " + what)
                .isLessThan(2);
        if (revival.ringsAgain) {
            assertThat(arrived)
                    .as("pictures, when the vendor rang again: " + what)
                    .isEqualTo(paid);
        }
        // Of this generation: a vendor that rings again does so for lost pictures of earlier ones too, when they have
        // ended.
        assertThat(count("SELECT count(DISTINCT t.id) FROM callback c JOIN image_task t ON t.id = c.task_id"
                        + " WHERE t.state <> 'COMPLETED' AND t.generation_id = '"
                        + generation.path("id").asText() + "'"))
                .as("lost although its callback was kept: " + what)
                .isZero();
        charged += PRICE * arrived;
        var balance = store.ledger().balance(store.accounts().orgs().get(0).id());
        assertThat(balance.held()).as("still held: " + what).isZero();
        assertThat(balance.spent()).as("charged in all: " + what).isEqualTo(charged);
        assertThat(store.ledger().verify()).as(what).isEmpty();
        assertThat(count("SELECT count(*) FROM dead_letter")).as("dead letters").isZero();
        return new Outcome(
                passed,
                revival.done,
                arrived,
                lost,
                revival.inDoubt.size(),
                generation.path("state").asText());
    }

    private int count(String query) throws SQLException {
        return column(query).get(0);
    }

    private List<Integer> column(String query) throws SQLException {
        List<Integer> values = new ArrayList<>();
        try (Statement statement = sql.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getInt(1));
            }
        }
        return values;
    }

    @Override
    public void close() throws IOException, SQLException {
        store.close();
        sql.close();
        server.close();
        proxy.close();
        vendor.close();
    }
}
