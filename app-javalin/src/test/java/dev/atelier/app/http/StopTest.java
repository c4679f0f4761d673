package dev.atelier.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stop waits for requests that run, and for nothing else. */
@Timeout(60)
class StopTest {
    // Far from both: what a stop takes on a slow machine, and the stop timeout it would take if it waited for
    // connections.
    private static final Duration AT_ONCE = Duration.ofSeconds(4);

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    private void routes(Access access) {
        access.get("/quick", Gate.PUBLIC, ctx -> ctx.result("\"quick\""));
        access.get("/slow", Gate.PUBLIC, ctx -> {
            entered.countDown();
            go.await();
            ctx.result("\"done\"");
        });
    }

    @RepeatedTest(5)
    void connectionsKeptAliveHoldNothingUp() throws IOException {
        TestServer server = TestServer.of(this::routes);
        server.anonymous().get("/quick");
        try (Socket silent = new Socket("127.0.0.1", server.server().port());
                Socket half = new Socket("127.0.0.1", server.server().port())) {
            half.getOutputStream().write("GET /quick HTTP/1.1\r\nHo".getBytes(StandardCharsets.US_ASCII));
            half.getOutputStream().flush();
            server.anonymous().get("/quick");
            assertThat(stop(server)).isLessThan(AT_ONCE);
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aRunningRequestEndsFirstAndThenNothingIsWaitedFor() throws Exception {
        TestServer server = TestServer.of(this::routes);
        server.anonymous().get("/quick");
        var answer = CompletableFuture.supplyAsync(() -> server.anonymous().get("/slow"));
        entered.await();
        int port = server.server().port();
        var stopped = CompletableFuture.supplyAsync(() -> stop(server));
        untilRefused(port);
        // Longer than Jetty's idle timeout while it stops.
        assertThatThrownBy(() -> stopped.get(1_500, java.util.concurrent.TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        long released = System.nanoTime();
        go.countDown();
        assertThat(answer.get().body()).isEqualTo("\"done\"");
        stopped.get();
        assertThat(Duration.ofNanos(System.nanoTime() - released)).isLessThan(AT_ONCE);
    }

    @Test
    void whatTakesLongerThanThePatienceIsCut() throws Exception {
        TestServer server = TestServer.with(
                new HttpSettings(false, Set.of(), "", Duration.ofMillis(200)),
                Routes.of(Area.OPERATIONS, this::routes));
        var answer = CompletableFuture.supplyAsync(() -> server.anonymous().get("/slow"));
        entered.await();
        assertThat(stop(server)).isGreaterThan(Duration.ofMillis(200)).isLessThan(Duration.ofSeconds(15));
        assertThatThrownBy(answer::get).hasRootCauseInstanceOf(IOException.class);
        go.countDown();
    }

    private static void untilRefused(int port) {
        org.awaitility.Awaitility.await().until(() -> {
            try (Socket open = new Socket("127.0.0.1", port)) {
                return !open.isConnected();
            } catch (IOException refused) {
                return true;
            }
        });
    }

    private static Duration stop(TestServer server) {
        long begun = System.nanoTime();
        server.close();
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
