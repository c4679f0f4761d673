package dev.atelier.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.account.TestApi;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.app.http.TestServer.Client;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.Role;
import dev.atelier.persistence.Persistence;
import dev.atelier.persistence.PersistenceSettings;
import dev.atelier.persistence.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of requests made from the API document, good ones and spoiled ones, on every route, on PostgreSQL: none is answered by a 5xx,
 * and no answer is other than the document says (each goes through {@link ResponseCheck}). The seed is printed;
 * {@code -Dproperty.seed=} repeats a run, {@code -Dproperty.requests=} lengthens it.
 */
class PropertyRunTest {
    private static final int REQUESTS = Integer.getInteger("property.requests", 3_000);
    private static final long SEED = Long.getLong("property.seed", System.nanoTime());

    /** As many requests until somebody else asks; sooner if he was signed out by one of them. */
    private static final int PERSON_LASTS = 37;

    /** What would take the vendors away from all that come after; these are asked for things that are not there. */
    private static final Set<String> LASTING = Set.of(
            "replaceProvider", "deleteProvider", "disableProvider", "orderProviders", "putModel", "removeMember");

    private static EmbeddedPostgres postgres;
    private static TestApi api;
    private static Member operator;
    private static Member tenant;
    private static ForeignRows rows;

    @BeforeAll
    static void start(@TempDir Path folder) {
        postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
        api = TestApi.withVendor(clock ->
                Persistence.connect(PersistenceSettings.of(postgres.jdbcUrl(), postgres.user(), postgres.password())
                        .withClock(clock)));
        operator = api.owner;
        tenant = api.org("Made", "boss@made.example");
        rows = new ForeignRows(api, tenant);
    }

    @AfterAll
    static void stop() {
        api.close();
        api.store.close();
        postgres.close();
    }

    private record Operation(String method, String path, JsonNode described, Access.Route route) {}

    @Test
    void noRequestIsTooOdd() {
        System.out.println("property run: requests=" + REQUESTS + " seed=" + SEED);
        JsonNode document = api.server.anonymous().get("/openapi.json").json();
        List<Operation> operations = operations(document);
        MadeRequests requests = new MadeRequests(document, SEED);
        Map<Integer, Integer> statuses = new TreeMap<>();
        List<String> failures = new ArrayList<>();
        Client client = api.as(tenant);
        Client poor = client;
        for (int i = 0; i < REQUESTS; i++) {
            if (i % PERSON_LASTS == 0) {
                client = someone(i / PERSON_LASTS);
            }
            Operation operation = operations.get(i % operations.size());
            MadeRequests.Made made = requests.of(operation.path(), operation.described(), path -> idFor(operation));
            // Whoever can pay waits there for a picture, which nobody makes here.
            Client asking = operation.path().startsWith("/v1/") ? poor : client;
            Client caller = asking.with("Accept", "application/json")
                    .with(made.headers().toArray(String[]::new));
            try {
                Answer answer = caller.send(operation.method(), made.path(), made.body());
                statuses.merge(answer.status(), 1, Integer::sum);
                if (answer.status() == 401) {
                    client = someone(i);
                    poor = api.as(api.member(tenant.org(), Role.OWNER));
                }
                if (answer.status() >= 500) {
                    failures.add(what(operation, made) + " answered " + answer.status() + " " + answer.body());
                }
            } catch (AssertionError | IllegalStateException e) {
                failures.add(what(operation, made) + ": " + e + " " + e.getCause());
            }
        }
        System.out.println("property run: " + statuses);
        assertThat(failures).as("seed %s", SEED).isEmpty();
        assertThat(statuses.keySet()).contains(200, 400, 404);
    }

    private static Client someone(int turn) {
        return switch (turn % 4) {
            case 0 -> api.as(operator);
            case 1 -> api.server.anonymous();
            case 2 -> api.as(api.member(tenant.org(), Role.CREATOR));
            default -> api.as(api.member(tenant.org(), Role.OWNER));
        };
    }

    private static String idFor(Operation operation) {
        return LASTING.contains(operation.described().path("operationId").asText())
                ? null
                : rows.idFor(operation.route()).orElse(null);
    }

    private static List<Operation> operations(JsonNode document) {
        Map<String, Access.Route> routes = new HashMap<>();
        for (Access.Route route : api.server.server().access().routes()) {
            routes.put(
                    route.method().name().toLowerCase(Locale.ROOT) + " "
                            + route.path().replace('<', '{').replace('>', '}'),
                    route);
        }
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    Access.Route route = routes.get(operation.getKey() + " " + path.getKey());
                    operations.add(new Operation(
                            operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue(), route));
                }));
        return operations;
    }

    private static String what(Operation operation, MadeRequests.Made made) {
        String body = made.body() == null ? "" : made.body();
        return operation.method() + " " + made.path() + " " + made.headers() + " "
                + (body.length() > 400 ? body.substring(0, 400) + "…" : body);
    }
}
