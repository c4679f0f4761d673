package dev.atelier.app.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.app.account.ClientAddresses;
import dev.atelier.app.account.TestApi.MovableClock;
import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.Pace;
import dev.atelier.app.http.RouteOptions;
import dev.atelier.app.http.Routes;
import dev.atelier.app.http.TestServer;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.SessionId;
import dev.atelier.core.account.UserId;
import io.javalin.http.HandlerType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients see of the limits, on one server. */
class RouteLimitsTest {
    private static final LimitSettings FEW = new LimitSettings(true, 12, 6, 3, 4, 6, 10);

    private final MovableClock clock = new MovableClock();
    private final Budgets budgets = new Budgets(clock, time -> Optional.empty());
    private TestServer server = serve(FEW, List.of());

    private TestServer serve(LimitSettings settings, List<String> proxies) {
        return TestServer.with(
                new RouteLimits(budgets, settings, new ClientAddresses(proxies)::customerOf),
                Routes.of(Area.OPERATIONS, RouteLimitsTest::routes));
    }

    private static void routes(Access access) {
        access.get("/things", Gate.VIEWER, ctx -> ctx.json(Map.of()));
        access.get("/things/{id}", Gate.VIEWER, ctx -> ctx.json(Map.of()));
        access.post("/things", Gate.VIEWER, ctx -> ctx.json(Map.of()));
        access.get("/open", Gate.PUBLIC, ctx -> ctx.json(Map.of()));
        add(access, "/made", Pace.GENERATIONS);
        add(access, "/rung", Pace.CALLBACKS);
        add(access, "/sent", Pace.UPLOADS);
        access.add(HandlerType.GET, "/health", Gate.PUBLIC, RouteOptions.JSON.at(Pace.FREE), ctx -> ctx.json(Map.of()));
    }

    private static void add(Access access, String path, Pace pace) {
        access.add(HandlerType.POST, path, Gate.PUBLIC, RouteOptions.JSON.at(pace), ctx -> ctx.json(Map.of()));
    }

    @AfterEach
    void close() {
        server.close();
        budgets.close();
    }

    @Test
    void everyAnswerSaysWhatIsLeft() {
        TestServer.Client client = server.as(Role.CREATOR);

        Answer first = client.post("/things", "{}");
        Answer second = client.post("/things", "{}");
        Answer read = client.get("/things");

        assertThat(first.header("RateLimit-Policy")).isEqualTo("\"writes\";q=6;w=60");
        assertThat(first.header("RateLimit")).isEqualTo("\"writes\";r=5;t=10");
        assertThat(second.header("RateLimit")).isEqualTo("\"writes\";r=4;t=20");
        assertThat(read.header("RateLimit-Policy")).isEqualTo("\"reads\";q=12;w=60");
        assertThat(read.header("RateLimit")).isEqualTo("\"reads\";r=11;t=5");
    }

    @Test
    void oneTooManyIsRefusedUntilTheClockHasMoved() {
        TestServer.Client client = server.as(Role.CREATOR);
        for (int i = 0; i < 3; i++) {
            assertThat(client.post("/made", "{}").status()).isEqualTo(200);
        }

        Answer refused = client.post("/made", "{}");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("rate_limited");
        assertThat(refused.header("Retry-After")).isEqualTo("20");
        assertThat(refused.header("RateLimit")).isEqualTo("\"generations\";r=0;t=20");
        assertThat(refused.json().path("retryable").asBoolean()).isTrue();
        assertThat(refused.json().path("charged").asBoolean(true)).isFalse();
        assertThat(refused.json().path("retryAfterMs").asLong()).isEqualTo(20_000);
        clock.advance(Duration.ofSeconds(19));
        assertThat(client.post("/made", "{}").status()).isEqualTo(429);
        clock.advance(Duration.ofSeconds(1));
        assertThat(client.post("/made", "{}").status()).isEqualTo(200);
        assertThat(client.post("/made", "{}").status()).isEqualTo(429);
    }

    @Test
    void eachPersonHasBudgetsOfHisOwnWhereverHeComesFrom() {
        TestServer.Client busy = server.as(Role.VIEWER);
        TestServer.Client calm = server.as(Role.VIEWER);
        assertThat(refusals(busy, 7)).isEqualTo(1);

        assertThat(busy.with("X-Forwarded-For", "203.0.113.9")
                        .post("/things", "{}")
                        .status())
                .isEqualTo(429);
        assertThat(calm.post("/things", "{}").status()).isEqualTo(200);
        assertThat(busy.get("/things").status()).isEqualTo(200);
    }

    @Test
    void eachTokenOfAPersonHasBudgetsOfItsOwn() {
        OrgId org = new OrgId(UUID.randomUUID());
        UserId person = new UserId(UUID.randomUUID());
        TestServer.Client program = server.as(org, person, Role.CREATOR);
        assertThat(refusals(program, 7)).isEqualTo(1);

        SessionId session = new SessionId(UUID.randomUUID());
        assertThat(refusals(server.as(org, person, Role.CREATOR, session), 6)).isZero();
        assertThat(refusals(server.as(org, person, Role.CREATOR, new SessionId(UUID.randomUUID())), 1))
                .as("all sessions of a person are one")
                .isEqualTo(1);
        assertThat(refusals(server.as(org, person, Role.CREATOR), 6)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/things/", "/things/7", "/things/8/", "/things?page=2"})
    void anotherSpellingOfTheAddressIsTheSameBudget(String spelled) {
        TestServer.Client client = server.as(Role.VIEWER);
        for (int i = 0; i < 12; i++) {
            assertThat(client.get("/things").status()).isEqualTo(200);
        }
        assertThat(client.get(spelled).status()).isEqualTo(429);
        assertThat(client.get("/THINGS").status()).as("no other case is served").isEqualTo(404);
        assertThat(client.get("/%74hings").status()).as("nor this").isEqualTo(404);
    }

    @Test
    void whoNamesNobodyIsCountedByAddressAndCannotMakeOneUp() {
        for (int i = 0; i < 12; i++) {
            assertThat(from("203.0.113." + i).get("/open").status()).isEqualTo(200);
        }
        assertThat(from("198.51.100.1").get("/open").status()).isEqualTo(429);
        assertThat(from("198.51.100.2")
                        .with("Authorization", "Bearer guessed-" + 1)
                        .get("/things")
                        .status())
                .as("a wrong key draws on the same budget")
                .isEqualTo(429);
        assertThat(server.anonymous().get("/health").status()).isEqualTo(200);
    }

    @Test
    void behindATrustedProxyItsClientsAreCounted() {
        server.close();
        server = serve(FEW, List.of("127.0.0.1"));
        for (int i = 0; i < 12; i++) {
            from("10.9.9." + i + ", 203.0.113.7").get("/open");
        }

        assertThat(from("10.9.9.77, 203.0.113.7").get("/open").status()).isEqualTo(429);
        assertThat(from("203.0.113.8").get("/open").status()).isEqualTo(200);
    }

    @Test
    void aNetworkOfVersionSixIsOneClient() {
        server.close();
        server = serve(FEW, List.of("127.0.0.1"));
        for (int i = 0; i < 12; i++) {
            from("2001:db8:1:2::" + i).get("/open");
        }

        assertThat(from("2001:db8:1:2:ffff:ffff:ffff:ffff").get("/open").status())
                .isEqualTo(429);
        assertThat(from("2001:db8:1:3::1").get("/open").status()).isEqualTo(200);
    }

    @Test
    void eachClassIsSwitchedOffAlone() {
        server.close();
        server = serve(new LimitSettings(true, 12, 0, 3, 4, 0, 10), List.of());
        TestServer.Client client = server.as(Role.VIEWER);

        assertThat(refusals(client, 20)).isZero();
        assertThat(client.post("/things", "{}").header("RateLimit")).isEmpty();
        assertThat(client.get("/things").header("RateLimit")).isNotEmpty();
        for (int i = 0; i < 20; i++) {
            assertThat(client.post("/rung", "{}").status()).isEqualTo(200);
        }
        assertThat(client.post("/sent", "{}").header("RateLimit-Policy")).isEqualTo("\"uploads\";q=4;w=60");
    }

    @Test
    void offMeansOff() {
        server.close();
        server = serve(new LimitSettings(false, 1, 1, 1, 1, 1, 10), List.of());
        TestServer.Client client = server.as(Role.VIEWER);

        assertThat(refusals(client, 5)).isZero();
        assertThat(client.get("/things").header("RateLimit")).isEmpty();
    }

    @Test
    void whoStaysAwayIsForgotten() {
        for (int i = 0; i < 100; i++) {
            budgets.take(Quota.perMinute("reads", 10), "address/" + i);
        }
        assertThat(budgets.kept()).isEqualTo(100);

        clock.advance(Duration.ofMinutes(16));

        assertThat(budgets.kept()).isZero();
    }

    private TestServer.Client from(String forwarded) {
        return server.anonymous().with("X-Forwarded-For", forwarded);
    }

    private static int refusals(TestServer.Client client, int writes) {
        int refused = 0;
        for (int i = 0; i < writes; i++) {
            refused += client.post("/things", "{}").status() == 429 ? 1 : 0;
        }
        return refused;
    }
}
