package dev.atelier.app.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.app.http.Principal;
import dev.atelier.app.http.TestServer;
import dev.atelier.core.Atelier;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.SessionId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.EntryKind;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.event.EventId;
import dev.atelier.core.event.EventType;
import dev.atelier.core.fakes.ScriptedVendor;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.StartCommand;
import dev.atelier.core.provider.TaskProgress;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventRoutesTest {
    private final ScriptedVendor vendor = new ScriptedVendor();
    private final Caller caller = new Caller(new OrgId(UUID.randomUUID()), new UserId(UUID.randomUUID()));
    private final Atelier atelier = Atelier.builder().adapter(vendor).build().start();
    private final Set<UserId> revoked = ConcurrentHashMap.newKeySet();
    private final List<AutoCloseable> open = new ArrayList<>();
    private EventRoutes routes;
    private TestServer server = serve(StreamSettings.DEFAULT.withHeartbeat(Duration.ofMillis(200)));

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        server.close();
        routes.close();
        atelier.close();
    }

    private TestServer serve(StreamSettings settings) {
        routes = new EventRoutes(atelier.store(), this::stands, settings, java.time.Clock.systemUTC());
        return TestServer.with(routes);
    }

    private boolean stands(Principal principal) {
        return !revoked.contains(principal.user());
    }

    private TestServer.Client me() {
        return server.as(caller.org(), caller.user(), Role.VIEWER);
    }

    private SseReader read(TestServer.Client client, String path) {
        SseReader reader = new SseReader(client, path);
        open.add(reader);
        return reader;
    }

    private GenerationId start(int count) {
        atelier.store()
                .ledger()
                .deposit(
                        caller.org(),
                        EntryKind.GRANT,
                        Credits.of(500),
                        "grant-" + UUID.randomUUID(),
                        LedgerNote.bySystem("test"));
        return atelier.start(StartCommand.prompt(caller, "a red square \uD83D\uDC19 on\na blue circle")
                        .count(count)
                        .build())
                .fold(Generation::id, refusal -> {
                    throw new AssertionError("refused: " + refusal);
                });
    }

    private void append(String type) {
        append(caller.org(), type, Map.of("text", "two\nlines\r\u2028 \uD83D\uDC19"));
    }

    private void append(OrgId org, String type, Map<String, Object> data) {
        atelier.store().transactions().run(() -> atelier.store().events().append(org, null, type, Instant.now(), data));
    }

    private List<String> logged(GenerationId generation) {
        return atelier.store().events().after(caller.org(), generation, EventId.START, 1_000).stream()
                .map(event -> event.id().toString())
                .toList();
    }

    private static String path(GenerationId generation) {
        return "/api/v1/generations/" + generation + "/events";
    }

    @Test
    void aGenerationIsToldFromItsBeginningToItsEndWhichEndsTheStream() {
        GenerationId id = start(2);
        SseReader reader = read(me(), path(id));
        assertThat(reader.response.statusCode()).isEqualTo(200);
        assertThat(reader.response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(reader.response.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(reader.response.headers().firstValue("X-Accel-Buffering")).hasValue("no");
        await().until(() -> reader.ended);
        assertThat(reader.retryMillis).isBetween(2_000L, 3_000L);
        assertThat(reader.ids()).isEqualTo(logged(id));
        assertThat(reader.types())
                .startsWith(EventType.ACCEPTED)
                .endsWith(EventType.COMPLETED)
                .contains(EventType.STAGE, EventType.IMAGE_READY);
        var last = reader.frames.get(reader.frames.size() - 1).json();
        assertThat(last.path("generationId").asText()).isEqualTo(id.toString());
        assertThat(last.path("orgId").asText()).isEqualTo(caller.org().toString());
        assertThat(last.path("type").asText()).isEqualTo(EventType.COMPLETED);
        assertThat(Instant.parse(last.path("timestamp").asText())).isBeforeOrEqualTo(Instant.now());
        assertThat(last.path("data").path("arrived").asInt()).isEqualTo(2);
        assertThat(reader.frames.get(0).json().path("data").path("userId").asText())
                .isEqualTo(caller.user().toString());
        await().untilAsserted(() -> assertThat(routes.open()).isZero());
    }

    @Test
    void whoHasSeenTheEndIsToldNotToComeAgain() throws InterruptedException {
        GenerationId id = start(1);
        atelier.await(caller.org(), id, Duration.ofSeconds(20));
        List<String> ids = logged(id);
        TestServer.Client client = me().with("Accept", "text/event-stream");
        assertThat(client.with("Last-Event-ID", ids.get(ids.size() - 1))
                        .get(path(id))
                        .status())
                .isEqualTo(204);
        assertThat(client.get(path(id) + "?after=" + ids.get(ids.size() - 2)).body())
                .contains("id: " + ids.get(ids.size() - 1))
                .doesNotContain("id: " + ids.get(ids.size() - 2));
    }

    @Test
    void comingAgainInTheMiddleLosesAndRepeatsNothing() throws InterruptedException {
        CountDownLatch second = new CountDownLatch(1);
        vendor.onPoll = task -> {
            if (vendor.accepted.size() > 0
                    && task.value().equals("v-" + vendor.accepted.get(0).reference())) {
                return vendor.succeed(task);
            }
            return second.getCount() == 0 ? vendor.succeed(task) : new TaskProgress.Running(Duration.ofMillis(20));
        };
        GenerationId id = start(3);
        SseReader first = read(me(), path(id));
        await().until(() -> first.types().contains(EventType.IMAGE_READY));
        first.close();
        await().until(() -> first.ended);
        int seen = first.frames.size();
        second.countDown();
        SseReader again = read(me().with("Last-Event-ID", first.ids().get(seen - 1)), path(id));
        await().until(() -> again.ended);
        List<String> both = new ArrayList<>(first.ids());
        both.addAll(again.ids());
        assertThat(again.frames).isNotEmpty();
        assertThat(both).isEqualTo(logged(id));
    }

    @Test
    void anOrgIsToldFromNowOnAndTwoReadersHearTheSame() {
        append("before.now");
        SseReader one = read(me(), "/api/v1/events");
        SseReader two = read(server.as(caller.org(), new UserId(UUID.randomUUID()), Role.CREATOR), "/api/v1/events");
        await().until(() -> routes.open() == 2);
        for (int i = 0; i < 300; i++) {
            append("number." + i);
        }
        append(new OrgId(UUID.randomUUID()), "foreign", Map.of());
        append("last");
        await().until(() -> one.types().contains("last") && two.types().contains("last"));
        assertThat(one.frames).hasSize(301);
        assertThat(one.types()).startsWith("number.0", "number.1").doesNotContain("foreign", "before.now");
        assertThat(one.ids()).isEqualTo(two.ids()).doesNotHaveDuplicates();
        assertThat(one.frames.get(0).json().path("data").path("text").asText())
                .isEqualTo("two\nlines\r\u2028 \uD83D\uDC19");
        await().until(() -> !one.comments.isEmpty());
    }

    @Test
    void everythingKeptIsGivenToWhoAsksFromTheStart() {
        for (int i = 0; i < 200; i++) {
            append("number." + i);
        }
        SseReader reader = read(me(), "/api/v1/events?after=0.0");
        await().until(() -> reader.frames.size() == 200);
        assertThat(reader.types()).startsWith("number.0").endsWith("number.199");
    }

    @Test
    void aPlaceThatIsNotKeptIsSaidToBeGone() {
        append("one");
        append("two");
        String one = atelier.store().events().oldest(caller.org()).orElseThrow().toString();
        atelier.store().events().forgetBefore(Instant.now().plusSeconds(60));
        append("three");
        SseReader reader = read(me().with("Last-Event-ID", one), "/api/v1/events");
        await().until(() -> reader.types().contains("events_gone"));
        append("four");
        await().until(() -> reader.types().contains("four"));
        assertThat(reader.types()).containsExactly("events_gone", "four");
        assertThat(reader.frames.get(0).id())
                .isEqualTo(atelier.store()
                        .events()
                        .oldest(caller.org())
                        .orElseThrow()
                        .toString());
        SseReader future = read(me(), "/api/v1/events?after=999999999.999999999");
        await().until(() -> future.types().contains("events_gone"));
    }

    @Test
    void whatIsNotAskedRightIsRefused() {
        GenerationId id = start(1);
        assertThat(me().get(path(id)).code()).isEqualTo("not_acceptable");
        assertThat(me().with("Accept", "*/*").get("/api/v1/events").status()).isEqualTo(406);
        assertThat(me().with("Accept", "application/json").get("/api/v1/events").status())
                .isEqualTo(406);
        TestServer.Client client = me().with("Accept", "text/event-stream");
        for (String bad : List.of("x", "1", "1.x", "-1.2", "1.-2", ".1", "1.2.3")) {
            assertThat(client.get("/api/v1/events?after=" + bad).status())
                    .as(bad)
                    .isEqualTo(400);
            assertThat(client.with("Last-Event-ID", bad).get(path(id)).status())
                    .as(bad)
                    .isEqualTo(400);
        }
        assertThat(client.get("/api/v1/generations/" + UUID.randomUUID() + "/events")
                        .status())
                .isEqualTo(404);
        assertThat(server.as(Role.OWNER)
                        .with("Accept", "text/event-stream")
                        .get(path(id))
                        .code())
                .isEqualTo("not_found");
        assertThat(routes.open()).isZero();
    }

    @Test
    void readersWhoNeverReadHoldUpNobody() throws IOException {
        server.close();
        routes.close();
        server = serve(
                new StreamSettings(Duration.ofMillis(200), Duration.ofMinutes(1), Duration.ofSeconds(4), 5, 50, 100));
        for (int i = 0; i < 20; i++) {
            Socket stuck = new Socket();
            stuck.setReceiveBufferSize(4_096);
            stuck.connect(
                    new java.net.InetSocketAddress("127.0.0.1", server.server().port()));
            open.add(stuck);
            List<String> headers = server.as(caller.org(), new UserId(UUID.randomUUID()), Role.VIEWER)
                    .headers();
            stuck.getOutputStream()
                    .write(("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                                    + headers.get(0) + ": " + headers.get(1) + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
        }
        SseReader reader = read(me(), "/api/v1/events");
        await().until(() -> routes.open() == 21);
        // More than every buffer on the way takes, so that the stuck ones are truly stuck.
        String big = "x".repeat(60_000);
        for (int i = 0; i < 200; i++) {
            long at = System.nanoTime();
            String type = "number." + i;
            append(caller.org(), type, Map.of("text", big));
            int wanted = i + 1;
            await().pollInterval(Duration.ofMillis(1)).until(() -> reader.frames.size() >= wanted);
            assertThat(reader.frames.get(i).event()).isEqualTo(type);
            assertThat(reader.frames.get(i).atNanos() - at).isLessThan(TimeUnit.SECONDS.toNanos(1));
        }
        // They are thrown out when their patience is over, and the one who reads stays.
        await().atMost(Duration.ofSeconds(20)).until(() -> routes.open() == 1);
        assertThat(reader.ended).isFalse();
    }

    @Test
    void aRevokedSessionEndsTheStreamAtTheNextHeartbeat() {
        SseReader mine = read(me(), "/api/v1/events");
        UserId other = new UserId(UUID.randomUUID());
        SseReader theirs = read(server.as(caller.org(), other, Role.VIEWER), "/api/v1/events");
        await().until(() -> !theirs.comments.isEmpty());
        revoked.add(other);
        await().atMost(Duration.ofSeconds(2)).until(() -> theirs.ended);
        assertThat(mine.ended).isFalse();
        append("after");
        await().until(() -> mine.types().contains("after"));
    }

    @Test
    void aStreamEndsWhenItsLifeIsOver() {
        server.close();
        routes.close();
        server = serve(
                StreamSettings.DEFAULT.withHeartbeat(Duration.ofMillis(200)).withLife(Duration.ofMillis(500)));
        SseReader reader = read(me(), "/api/v1/events");
        await().atMost(Duration.ofSeconds(5)).until(() -> reader.ended);
        await().until(() -> routes.open() == 0);
    }

    @Test
    void aBrowserIsNeverShutOutByStreamsItHasLeft() {
        server.close();
        routes.close();
        server =
                serve(new StreamSettings(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofSeconds(5), 2, 3, 4));
        SessionId session = new SessionId(UUID.randomUUID());
        TestServer.Client browser = server.as(caller.org(), caller.user(), Role.VIEWER, session);
        SseReader program = read(me(), "/api/v1/events");
        SseReader elder = read(browser, "/api/v1/events");
        SseReader younger = read(browser, "/api/v1/events");
        assertThat(younger.response.statusCode()).isEqualTo(200);
        await().until(() -> elder.ended);
        append("after");
        await().until(() -> younger.types().contains("after") && program.types().contains("after"));
        assertThat(me().with("Accept", "text/event-stream")
                        .get("/api/v1/events")
                        .status())
                .isEqualTo(429);
    }

    @Test
    void thereAreSoManyStreamsAndNoMore() {
        server.close();
        routes.close();
        server = serve(
                new StreamSettings(Duration.ofMillis(100), Duration.ofMinutes(1), Duration.ofSeconds(5), 2, 3, 4));
        SseReader first = read(me(), "/api/v1/events");
        read(me(), "/api/v1/events");
        TestServer.Client third = me().with("Accept", "text/event-stream");
        TestServer.Answer refused = third.get("/api/v1/events");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isNotBlank();
        read(server.as(caller.org(), new UserId(UUID.randomUUID()), Role.VIEWER), "/api/v1/events");
        assertThat(server.as(caller.org(), new UserId(UUID.randomUUID()), Role.VIEWER)
                        .with("Accept", "text/event-stream")
                        .get("/api/v1/events")
                        .status())
                .isEqualTo(429);
        read(server.as(Role.VIEWER), "/api/v1/events");
        assertThat(server.as(Role.VIEWER)
                        .with("Accept", "text/event-stream")
                        .get("/api/v1/events")
                        .status())
                .isEqualTo(429);
        // A reader who has gone is noticed by a heartbeat, and his place is free.
        first.close();
        await().until(() -> routes.open() == 3);
    }

    @Test
    void aStopIsSaidToEveryReader() {
        SseReader reader = read(me(), "/api/v1/events");
        append("one");
        await().until(() -> reader.types().contains("one"));
        long at = System.nanoTime();
        server.close();
        await().until(() -> reader.ended);
        assertThat(reader.types()).containsExactly("one", "server.draining");
        assertThat(reader.frames.get(1).id()).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - at)).isLessThan(Duration.ofSeconds(5));
    }
}
