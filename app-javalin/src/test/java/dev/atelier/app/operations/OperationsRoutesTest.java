package dev.atelier.app.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.app.http.Area;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.Routes;
import dev.atelier.app.http.TestServer;
import dev.atelier.core.Atelier;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.UserId;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.EntryKind;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.fakes.ScriptedVendor;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.StartCommand;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperationsRoutesTest {
    private static final Routes HELLO = Routes.of(
            Area.OPERATIONS,
            access -> access.get("/api/v1/hello/{name}", Gate.VIEWER, ctx -> ctx.json(List.of("hello"))));

    private final Atelier atelier =
            Atelier.builder().adapter(new ScriptedVendor()).build().start();
    private final AtomicBoolean database = new AtomicBoolean(true);
    private final AtomicInteger asked = new AtomicInteger();
    private OperationsRoutes routes = routes(Duration.ZERO);
    private TestServer server = TestServer.with(routes, new PageRoutes());

    private OperationsRoutes routes(Duration cached, Check... more) {
        List<Check> checks = new java.util.ArrayList<>(List.of(
                new Check("database", () -> {
                    asked.incrementAndGet();
                    return database.get();
                }),
                Check.that("storage", atelier.blobs()::check)));
        checks.addAll(List.of(more));
        return new OperationsRoutes(atelier.store(), atelier.registry(), checks, "metrics-token", "1.2.3", cached);
    }

    private void restart(OperationsRoutes other) {
        stopServer();
        routes = other;
        server = TestServer.with(other, new PageRoutes());
    }

    private void stopServer() {
        server.close();
        routes.close();
    }

    @AfterEach
    void stop() {
        stopServer();
        atelier.close();
    }

    @Test
    void itIsReadyExactlyWhileEveryCheckHolds() {
        assertThat(server.anonymous().get("/readyz").status()).isEqualTo(200);
        database.set(false);
        TestServer.Answer not = server.anonymous().get("/readyz");
        assertThat(not.status()).isEqualTo(503);
        assertThat(not.json().path("reasons")).extracting(r -> r.asText()).containsExactly("database");
        assertThat(server.anonymous().get("/livez").status()).isEqualTo(200);
        assertThat(server.anonymous().get("/health").json().path("status").asText())
                .isEqualTo("degraded");
        database.set(true);
        assertThat(server.anonymous().get("/readyz").status()).isEqualTo(200);
        routes.drain();
        assertThat(server.anonymous()
                        .get("/readyz")
                        .json()
                        .path("reasons")
                        .get(0)
                        .asText())
                .isEqualTo("draining");
    }

    @Test
    void aCheckThatThrowsOrHangsHasFailed() {
        CountDownLatch never = new CountDownLatch(1);
        restart(routes(
                Duration.ZERO,
                Check.that("throws", () -> {
                    throw new IllegalStateException("no");
                }),
                new Check("hangs", () -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return true;
                })));
        TestServer.Answer answer = server.anonymous().get("/readyz");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().path("reasons"))
                .extracting(r -> r.asText())
                .containsExactlyInAnyOrder("throws", "hangs");
    }

    @Test
    void manyWhoAskCostOneCheck() {
        restart(routes(Duration.ofMinutes(1)));
        asked.set(0);
        for (int i = 0; i < 20; i++) {
            server.anonymous().get("/readyz");
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void healthAndVersionSayWhatRuns() {
        var health = server.anonymous().get("/health").json();
        assertThat(health.path("status").asText()).isEqualTo("ok");
        assertThat(health.path("version").asText()).isEqualTo("1.2.3");
        assertThat(health.path("checks").path("storage").asBoolean()).isTrue();
        assertThat(health.path("queue").path("dead").asInt(-1)).isZero();
        assertThat(health.path("providers").path("image_generation").asInt()).isEqualTo(1);
        assertThat(server.anonymous().get("/version").json().path("version").asText())
                .isEqualTo("1.2.3");
    }

    @Test
    void metricsAreForThisMachineOrTheToken() {
        assertThat(server.anonymous().get("/metrics").status()).isEqualTo(200);
        TestServer.Client forwarded = server.anonymous().with("X-Forwarded-For", "203.0.113.9");
        assertThat(forwarded.get("/metrics").status()).isEqualTo(404);
        assertThat(forwarded
                        .with("Authorization", "Bearer wrong")
                        .get("/metrics")
                        .status())
                .isEqualTo(404);
        assertThat(forwarded
                        .with("Authorization", "Bearer metrics-token")
                        .get("/metrics")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void requestsGenerationsQueueAndJvmAreMeasured() throws InterruptedException {
        stopServer();
        routes = routes(Duration.ZERO);
        server = TestServer.with(routes, HELLO);
        Caller caller = new Caller(new OrgId(UUID.randomUUID()), new UserId(UUID.randomUUID()));
        server.as(caller.org(), caller.user(), Role.VIEWER).get("/api/v1/hello/secret-name");
        server.anonymous().get("/api/v1/hello/secret-name");
        atelier.store()
                .ledger()
                .deposit(caller.org(), EntryKind.GRANT, Credits.of(50), "grant", LedgerNote.bySystem("test"));
        GenerationId id = atelier.start(StartCommand.prompt(caller, "a teapot").build())
                .fold(Generation::id, refusal -> {
                    throw new AssertionError("refused: " + refusal);
                });
        atelier.await(caller.org(), id, Duration.ofSeconds(20));
        await().untilAsserted(
                        () -> assertThat(server.anonymous().get("/metrics").body())
                                .contains("generations_total{state=\"completed\"} 1.0")
                                .contains("generation_duration_seconds_count{state=\"completed\"} 1"));
        assertThat(server.anonymous().get("/metrics").body())
                .contains("generations_total{state=\"failed\"} 0.0")
                .contains("api_request_duration_seconds_bucket{method=\"GET\",route=\"/api/v1/hello/{name}\","
                        + "status=\"200\",le=\"0.1\"}")
                .contains("route=\"/api/v1/hello/{name}\",status=\"401\"")
                .contains("queue_waiting ", "queue_running ", "queue_dead ", "queue_oldest_due_seconds ")
                .contains("jvm_memory_used_bytes", "jvm_threads_live_threads")
                .doesNotContain("secret-name");
    }

    @Test
    void theReferenceFindsAllItsFilesHere() {
        TestServer.Answer docs = server.anonymous().with("Accept", "text/html").get("/docs");
        assertThat(docs.status()).isEqualTo(200);
        assertThat(docs.header("Content-Security-Policy"))
                .contains("script-src 'self';", "connect-src 'self'", "frame-ancestors 'none'");
        assertThat(docs.body()).doesNotContain("http:", "https:");
        Matcher links =
                Pattern.compile("(?:src|href)=\"(/docs/assets/[^\"]+)\"").matcher(docs.body());
        int found = 0;
        while (links.find()) {
            found++;
            TestServer.Answer asset = server.anonymous().get(links.group(1));
            assertThat(asset.status()).as(links.group(1)).isEqualTo(200);
            assertThat(asset.body()).isNotEmpty();
            assertThat(asset.header("Content-Security-Policy")).contains("script-src 'self'");
            assertThat(asset.header("Content-Type"))
                    .startsWith(
                            links.group(1).endsWith(".js")
                                    ? "text/javascript"
                                    : links.group(1).endsWith(".css") ? "text/css" : "image/png");
        }
        assertThat(found).isEqualTo(4);
        assertThat(server.anonymous().get("/docs/assets/index.html").status()).isEqualTo(404);
        assertThat(server.anonymous()
                        .get("/docs/assets/..%2f..%2fopenapi%2fbase.yaml")
                        .status())
                .isIn(400, 404);
    }
}
