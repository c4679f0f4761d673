package dev.atelier.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.UserId;
import dev.atelier.core.memory.InMemoryStore;
import dev.atelier.core.shared.spi.IdempotencyStore;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdempotencyTest {
    private final InMemoryStore store = InMemoryStore.create();
    private final AtomicInteger runs = new AtomicInteger();
    private final Idempotency idempotency =
            new Idempotency(store.transactions(), store.idempotency(), Clock.systemUTC());
    private final TestServer server = TestServer.of(access -> {
        access.post("/make", Gate.VIEWER, idempotency.handler(ctx -> {
            int run = runs.incrementAndGet();
            if (RequestBody.tree(ctx).path("fail").asBoolean() && run == 1) {
                throw Problem.of(ProblemCode.INSUFFICIENT_CREDITS, "not yet");
            }
            return Reply.at(201, "/made/" + run, java.util.Map.of("run", run));
        }));
        access.post(
                "/busy",
                Gate.VIEWER,
                new Idempotency(store.transactions(), new BusyStore(), Clock.systemUTC())
                        .handler(ctx -> Reply.empty(204)));
    });
    private final TestServer.Client client = server.as(Role.VIEWER);

    @AfterEach
    void stop() {
        server.close();
        store.close();
    }

    @Test
    void aRepeatedCallGetsTheFirstAnswer() {
        var first = client.with("Idempotency-Key", "k1").post("/make", "{\"a\":1,\"b\":2}");
        var again = client.with("Idempotency-Key", "\"k1\"").post("/make", "{ \"b\":2, \"a\":1 }");
        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.header("Location")).isEqualTo("/made/1");
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(runs).hasValue(1);
    }

    @Test
    void anotherPayloadUnderTheKeyIsRefused() {
        client.with("Idempotency-Key", "k").post("/make", "{\"a\":1}");
        assertThat(client.with("Idempotency-Key", "k")
                        .post("/make", "{\"a\":2}")
                        .code())
                .isEqualTo("idempotency_mismatch");
    }

    @Test
    void refusalsAreNotKept() {
        var caller = client.with("Idempotency-Key", "k");
        assertThat(caller.post("/make", "{\"fail\":true}").status()).isEqualTo(402);
        assertThat(caller.post("/make", "{\"fail\":true}").status()).isEqualTo(201);
        assertThat(caller.post("/make", "{\"fail\":true}").header("Idempotency-Replayed"))
                .isEqualTo("true");
    }

    @Test
    void theKeyIsTheCallersOwn() {
        OrgId org = new OrgId(UUID.randomUUID());
        for (int i = 0; i < 2; i++) {
            var other = server.as(org, new UserId(UUID.randomUUID()), Role.VIEWER);
            assertThat(other.with("Idempotency-Key", "k").post("/make", "{}").header("Idempotency-Replayed"))
                    .isEmpty();
        }
        client.with("Idempotency-Key", "k").post("/make", "{}");
        assertThat(runs).hasValue(3);
        client.post("/make", "{}");
        client.post("/make", "{}");
        assertThat(runs).hasValue(5);
    }

    @Test
    void twinsRunOnce() {
        var calls = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> client.with("Idempotency-Key", "twin")
                        .post("/make", "{}")
                        .body()))
                .toList();
        assertThat(calls.stream().map(CompletableFuture::join).distinct()).hasSize(1);
        assertThat(runs).hasValue(1);
    }

    @Test
    void aKeyIsVisibleAscii() {
        assertThat(client.with("Idempotency-Key", "a b").post("/make", "{}").status())
                .isEqualTo(400);
        assertThat(client.with("Idempotency-Key", "\"\"").post("/make", "{}").status())
                .isEqualTo(400);
        assertThat(client.with("Idempotency-Key", "x".repeat(256))
                        .post("/make", "{}")
                        .status())
                .isEqualTo(400);
        assertThat(client.with("Idempotency-Key", "x".repeat(255))
                        .post("/make", "{}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aTwinThatWaitsTooLongIsToldToComeBack() {
        var answer = client.with("Idempotency-Key", "k").post("/busy", "{}");
        assertThat(answer.code()).isEqualTo("in_flight");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.json().path("retryable").asBoolean()).isTrue();
    }

    /** A database that gave up waiting for the twin's row. */
    private static final class BusyStore implements IdempotencyStore {
        @Override
        public Optional<Answer> claim(Key key, Instant now) {
            throw new IllegalStateException(
                    "wrapped", new SQLException("canceling statement due to lock timeout", "55P03"));
        }

        @Override
        public void renew(Key key, Instant now) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void store(Key key, Answer answer) {
            throw new AssertionError("nothing was claimed");
        }

        @Override
        public int forgetBefore(Instant instant) {
            return 0;
        }
    }
}
