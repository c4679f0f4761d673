package dev.atelier.app.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.app.e2e.NodeProject;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.event.Event;
import dev.atelier.core.event.EventId;
import dev.atelier.core.event.EventType;
import dev.atelier.core.memory.InMemoryStore;
import dev.atelier.core.secret.EnvelopeSecretBox;
import dev.atelier.core.secret.MasterKeys;
import dev.atelier.core.shared.Ids;
import dev.atelier.core.shared.PageRequest;
import dev.atelier.core.webhook.ChangeWebhook;
import dev.atelier.core.webhook.Delivery;
import dev.atelier.core.webhook.DeliveryTrouble;
import dev.atelier.core.webhook.FanOutEvents;
import dev.atelier.core.webhook.RegisterWebhook;
import dev.atelier.core.webhook.SendAgain;
import dev.atelier.core.webhook.SendDelivery;
import dev.atelier.core.webhook.WebhookCourier;
import dev.atelier.core.webhook.WebhookEndpoint;
import dev.atelier.providers.Vendors;
import dev.atelier.providers.http.NetworkPolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page about webhooks tells what the server does, and its receiver takes what the server sends. */
class WebhookDocsTest {
    private static final Path PAGE = Path.of("../docs/webhooks.md");
    private static final String RECEIVER = "webhook-receiver.mjs";
    private static final String KEY = "00112233445566778899aabbccddeeff102132435465768798a9bacbdcedfe0f";

    @TempDir
    Path folder;

    @Test
    void theReceiverOfThePageIsTheOneThatRunsHere() throws IOException {
        assertThat(Files.readString(PAGE))
                .contains("```js\n" + Files.readString(Path.of("src/test/node", RECEIVER)) + "```");
    }

    @Test
    void everyTroubleIsExplained() throws IOException {
        List<String> told = Pattern.compile("(?m)^\\| `([a-z]+)` \\|")
                .matcher(Files.readString(PAGE))
                .results()
                .map(row -> row.group(1))
                .toList();
        assertThat(told)
                .containsExactlyElementsOf(Arrays.stream(DeliveryTrouble.values())
                        .map(trouble -> trouble.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    @Test
    void thePagesReceiverTakesWhatIsGenuineAlone() throws Exception {
        NodeProject node = NodeProject.install();
        Clock clock = Clock.systemUTC();
        Ids ids = Ids.timeOrdered(clock);
        EnvelopeSecretBox box = new EnvelopeSecretBox(MasterKeys.parse(KEY));
        EventBody body = new EventBody(null);
        OrgId org = new OrgId(UUID.randomUUID());
        Path log = folder.resolve("receiver.log");
        try (InMemoryStore store = InMemoryStore.create()) {
            RegisterWebhook register = new RegisterWebhook(store, box, ids, clock);
            // The secret must be known before the port is; the endpoints get the true address below.
            RegisterWebhook.Registered known = endpoint(register, org, 1);
            Process process =
                    node.start(RECEIVER, Map.of("WEBHOOK_SECRET", known.secret().reveal(), "PORT", "0"), log);
            try {
                int port = port(log);
                WebhookEndpoint genuine = new ChangeWebhook(store)
                        .change(known.endpoint(), new ChangeWebhook.Change(address(port), null, null, null))
                        .orElseThrow();
                WebhookEndpoint forged = endpoint(register, org, port).endpoint();
                SendAgain pings = new SendAgain(store, body, ids, clock);
                assertThat(pings.ping(genuine)).isPresent();
                assertThat(pings.ping(forged)).isPresent();
                var sending = new SendDelivery(
                        store,
                        box,
                        Vendors.webhookSender(NetworkPolicy.allowing("localhost"), clock),
                        ids,
                        new SecureRandom(),
                        clock);
                try (WebhookCourier courier =
                        new WebhookCourier(store, new FanOutEvents(store, body, ids, clock), sending, clock)) {
                    courier.start();
                    assertThat(status(store, genuine)).isEqualTo(204);
                    assertThat(status(store, forged)).isEqualTo(400);
                }
                assertThat(Files.readString(log))
                        .contains("webhook.test")
                        .contains(genuine.id().toString());
            } finally {
                process.destroy();
                assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void theBodyIsThin() {
        Event event = new Event(
                new EventId(4711, 90),
                new OrgId(UUID.randomUUID()),
                null,
                EventType.IMAGE_FAILED,
                Instant.parse("2026-11-21T10:00:00Z"),
                Map.of("message", "x".repeat(30_000), "code", "unavailable"));
        String written = new EventBody(URI.create("https://atelier.example")).of(event);
        assertThat(written.getBytes(StandardCharsets.UTF_8).length).isLessThan(20_000);
        assertThat(written).contains("\"code\":\"unavailable\"", "\"eventId\":\"4711.90\"");
    }

    private static RegisterWebhook.Registered endpoint(RegisterWebhook register, OrgId org, int port) {
        return register.register(new RegisterWebhook.Wish(org, address(port), "", Set.of(), true))
                .orElseThrow();
    }

    private static URI address(int port) {
        return URI.create("http://localhost:" + port + "/");
    }

    private static int port(Path log) {
        Pattern line = Pattern.compile("listening on (\\d+)");
        await().until(() ->
                Files.exists(log) && line.matcher(Files.readString(log)).find());
        try {
            Matcher found = line.matcher(Files.readString(log));
            assertThat(found.find()).isTrue();
            return Integer.parseInt(found.group(1));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int status(InMemoryStore store, WebhookEndpoint endpoint) {
        await().until(() -> !only(store, endpoint).attempts().isEmpty());
        Integer status = only(store, endpoint).attempts().get(0).status();
        return status == null ? 0 : status;
    }

    private static Delivery only(InMemoryStore store, WebhookEndpoint endpoint) {
        return store.webhooks()
                .deliveries(endpoint.org(), endpoint.id(), null, PageRequest.first(5))
                .items()
                .get(0);
    }
}
