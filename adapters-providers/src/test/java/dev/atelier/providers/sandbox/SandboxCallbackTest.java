package dev.atelier.providers.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.secret.Secret;
import dev.atelier.providers.http.WebhookSignature;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SandboxCallbackTest {
    private final List<RawCallback> rung = new CopyOnWriteArrayList<>();
    private final ImageGenerationProvider provider =
            new SandboxProviderFactory().imageGeneration(settings("whsec_c2FuZGJveC1zZWNyZXQtMTIz"));

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    private static ProviderSettings settings(String secret) {
        return new ProviderSettings(
                Orders.SANDBOX,
                "Sandbox",
                null,
                Orders.MODEL,
                Map.of("delivery", "callback", "latencyMs", "20"),
                null,
                Secret.of(secret));
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        rung.add(new RawCallback(headers, exchange.getRequestBody().readAllBytes(), Instant.now()));
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/callbacks/sandbox/token");
    }

    private RawCallback first() {
        await().atMost(Duration.ofSeconds(10)).until(() -> !rung.isEmpty());
        return rung.get(0);
    }

    @Test
    void ringsWhenDoneAndSignsTheBody() {
        VendorTaskId task = Orders.task(provider.submit(Orders.order("a ring", "c-1", url())));
        CallbackSignal signal = provider.readCallback(first());
        assertThat(provider.callsBack()).isTrue();
        assertThat(signal.trust()).isEqualTo(CallbackSignal.Trust.BODY_SIGNED);
        assertThat(signal.task()).isEqualTo(task);
        assertThat(signal.outcome()).isInstanceOf(TaskProgress.Succeeded.class);
        assertThat(((TaskProgress.Succeeded) provider.poll(task)).echoedCallback())
                .isEqualTo(url());
    }

    @Test
    void tellsOfAFailure() {
        provider.submit(Orders.order("a ring !fail", "c-2", url()));
        assertThat(provider.readCallback(first()).outcome()).isInstanceOf(TaskProgress.Failed.class);
    }

    @Test
    void whatWasTamperedWithIsRefused() {
        provider.submit(Orders.order("a ring", "c-3", url()));
        RawCallback good = first();
        byte[] body = good.text().replace("succeeded", "failed").getBytes(StandardCharsets.UTF_8);
        assertThat(provider.readCallback(new RawCallback(good.headers(), body, good.receivedAt())))
                .isEqualTo(CallbackSignal.refused());
        assertThat(provider.readCallback(changed(good, "webhook-id", "msg_other")))
                .isEqualTo(CallbackSignal.refused());
        assertThat(provider.readCallback(changed(good, "webhook-timestamp", "0")))
                .isEqualTo(CallbackSignal.refused());
        assertThat(provider.readCallback(changed(good, "webhook-signature", "v1,%%%")))
                .isEqualTo(CallbackSignal.refused());
        assertThat(provider.readCallback(new RawCallback(Map.of(), good.body(), good.receivedAt())))
                .isEqualTo(CallbackSignal.refused());
        assertThat(new SandboxProviderFactory()
                        .imageGeneration(settings("another secret"))
                        .readCallback(good))
                .isEqualTo(CallbackSignal.refused());
    }

    private static RawCallback changed(RawCallback good, String header, String value) {
        Map<String, String> headers = new HashMap<>(good.headers());
        headers.put(header, value);
        return new RawCallback(headers, good.body(), good.receivedAt());
    }

    @Test
    void whatCameTooLateIsRefused() {
        provider.submit(Orders.order("a ring", "c-4", url()));
        RawCallback good = first();
        Instant later = good.receivedAt().plus(Duration.ofMinutes(6));
        assertThat(provider.readCallback(new RawCallback(good.headers(), good.body(), later)))
                .isEqualTo(CallbackSignal.refused());
    }

    @Test
    void aSignedBodyThatCannotBeReadTellsNothing() {
        Instant now = Instant.now();
        for (String text : List.of("no json", "", "[]", "{\"task\":7}")) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            Map<String, String> headers =
                    new WebhookSignature(Secret.of("whsec_c2FuZGJveC1zZWNyZXQtMTIz")).headers("msg_1", now, body);
            CallbackSignal signal = provider.readCallback(new RawCallback(headers, body, now));
            assertThat(signal).isEqualTo(new CallbackSignal(CallbackSignal.Trust.BODY_SIGNED, null, null));
        }
    }

    @Test
    void ringsTwiceWithOneIdWhenTold() {
        provider.submit(Orders.order("a ring !dup-callback", "c-5", url()));
        await().atMost(Duration.ofSeconds(10)).until(() -> rung.size() == 2);
        assertThat(rung.get(0).header("webhook-id")).isEqualTo(rung.get(1).header("webhook-id"));
        assertThat(rung.get(0).body()).isEqualTo(rung.get(1).body());
    }

    @Test
    void ringsAfterThePollFoundItWhenTold() {
        VendorTaskId task = Orders.task(provider.submit(Orders.order("a ring !late-callback", "c-6", url())));
        await().atMost(Duration.ofSeconds(10)).until(() -> provider.poll(task) instanceof TaskProgress.Succeeded);
        assertThat(rung).isEmpty();
        assertThat(provider.readCallback(first()).task()).isEqualTo(task);
    }

    @Test
    void aLostAnswerStillRings() {
        try {
            provider.submit(Orders.order("a ring !timeout", "c-7", url()));
        } catch (dev.atelier.core.provider.ProviderFailure lost) {
            assertThat(provider.readCallback(first()).task())
                    .isEqualTo(provider.findByReference("c-7").orElseThrow());
            return;
        }
        throw new AssertionError("the answer should have been lost");
    }

    @Test
    void withoutCallbackUrlItIsPolled() {
        VendorTaskId task = Orders.task(provider.submit(Orders.order("a ring", "c-8")));
        await().atMost(Duration.ofSeconds(10)).until(() -> provider.poll(task) instanceof TaskProgress.Succeeded);
        assertThat(rung).isEmpty();
    }
}
