package dev.atelier.app.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.account.ClientAddresses;
import dev.atelier.app.audit.AuditTrail;
import dev.atelier.app.http.Json;
import dev.atelier.app.http.Paging;
import dev.atelier.app.http.TestServer;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.UserId;
import dev.atelier.core.audit.AuditEntry;
import dev.atelier.core.audit.AuditFilter;
import dev.atelier.core.event.EventType;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.memory.InMemoryStore;
import dev.atelier.core.secret.EnvelopeSecretBox;
import dev.atelier.core.secret.MasterKeys;
import dev.atelier.core.secret.SecretBox;
import dev.atelier.core.shared.Ids;
import dev.atelier.core.shared.PageRequest;
import dev.atelier.core.webhook.FanOutEvents;
import dev.atelier.core.webhook.SendDelivery;
import dev.atelier.core.webhook.WebhookCourier;
import dev.atelier.core.webhook.spi.WebhookSender;
import dev.atelier.providers.Vendors;
import dev.atelier.providers.http.NetworkPolicy;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Through the API and a real courier to receivers that check with Standard Webhooks' own library. */
class WebhookRoutesTest {
    private static final String PATH = WebhookRoutes.PATH;
    private static final String KEY = "00112233445566778899aabbccddeeff102132435465768798a9bacbdcedfe0f";
    private static final Clock CLOCK = Clock.systemUTC();
    private static final InMemoryStore STORE = InMemoryStore.create();
    private static final URI BASE = URI.create("https://atelier.example/");

    private static TestServer server;
    private static WebhookCourier courier;

    private final OrgId org = new OrgId(UUID.randomUUID());
    private Receiver receiver;
    private TestServer.Client admin;

    @BeforeAll
    static void start() {
        Ids ids = Ids.timeOrdered(CLOCK);
        SecretBox box = new EnvelopeSecretBox(MasterKeys.parse(KEY));
        WebhookSender sender = Vendors.webhookSender(NetworkPolicy.allowing("127.0.0.1"), CLOCK);
        EventBody body = new EventBody(BASE);
        AuditTrail trail = new AuditTrail(STORE, ids, CLOCK, new ClientAddresses(List.of()));
        server = TestServer.with(
                new WebhookRoutes(STORE, box, sender, body, new Paging(new byte[32]), trail, ids, CLOCK));
        courier = new WebhookCourier(
                        STORE,
                        new FanOutEvents(STORE, body, ids, CLOCK),
                        new SendDelivery(STORE, box, sender, ids, new SecureRandom(), CLOCK),
                        CLOCK)
                .start();
    }

    @AfterAll
    static void stop() {
        courier.close();
        server.close();
        STORE.close();
    }

    @BeforeEach
    void signIn() throws IOException {
        receiver = new Receiver();
        admin = server.as(org, new UserId(UUID.randomUUID()), Role.ADMIN);
    }

    @AfterEach
    void stopReceiver() {
        receiver.close();
    }

    private JsonNode create(String more) {
        Answer answer = admin.post(PATH, "{\"url\":\"" + receiver.url() + "\"" + more + "}");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        return answer.json();
    }

    private static String at(JsonNode created) {
        return PATH + "/" + created.at("/endpoint/id").asText();
    }

    private void event(String type, GenerationId generation) {
        STORE.events().append(org, generation, type, Instant.parse("2026-11-21T10:00:00.5Z"), Map.of("arrived", 2));
    }

    private Receiver.Received received(int number) {
        await().until(() -> receiver.received.size() >= number);
        return receiver.received.get(number - 1);
    }

    private JsonNode tried(String path) {
        String log = path + "/deliveries";
        await().until(() -> !admin.get(log).json().at("/data/0/attempts").isEmpty());
        return admin.get(log).json().at("/data/0");
    }

    @Test
    void theReferenceLibraryVerifiesWhatArrives() throws IOException {
        JsonNode created = create(",\"eventTypes\":[\"generation.completed\"]");
        GenerationId generation = new GenerationId(UUID.randomUUID());
        event(EventType.STAGE, generation);
        event(EventType.COMPLETED, generation);

        Receiver.Received first = received(1);
        String secret = created.path("secret").asText();
        assertThat(first.verifiesWith(secret)).isTrue();
        assertThat(new Receiver.Received(first.headers(), first.body() + " ").verifiesWith(secret))
                .as("a body that was changed")
                .isFalse();
        JsonNode body = Json.MAPPER.readTree(first.body());
        assertThat(body.path("type").asText()).isEqualTo("generation.completed");
        assertThat(body.path("timestamp").asText()).isEqualTo("2026-11-21T10:00:00.500Z");
        assertThat(body.at("/data/generationId").asText()).isEqualTo(generation.toString());
        assertThat(body.at("/data/orgId").asText()).isEqualTo(org.toString());
        assertThat(body.at("/data/arrived").asInt()).isEqualTo(2);
        assertThat(body.at("/data/url").asText()).isEqualTo("https://atelier.example/api/v1/generations/" + generation);

        Answer rotated = admin.post(at(created) + "/secrets", "{\"overlapSeconds\":3600}");
        assertThat(rotated.status()).isEqualTo(201);
        event(EventType.COMPLETED, null);
        Receiver.Received second = received(2);
        assertThat(second.verifiesWith(secret)).as("the old one").isTrue();
        assertThat(second.verifiesWith(rotated.json().path("secret").asText()))
                .as("the new one")
                .isTrue();

        String last = admin.post(at(created) + "/secrets", "{\"overlapSeconds\":0}")
                .json()
                .path("secret")
                .asText();
        event(EventType.COMPLETED, null);
        Receiver.Received third = received(3);
        assertThat(third.verifiesWith(last)).isTrue();
        assertThat(third.verifiesWith(secret)).as("ended").isFalse();
        JsonNode shown = admin.get(at(created)).json();
        assertThat(shown.path("secrets")).hasSize(1);
        assertThat(shown.at("/secrets/0/hint").asText()).isEqualTo(last.substring(last.length() - 4));
        assertThat(shown.toString()).doesNotContain("whsec_");
        assertThat(shown.path("lastStatus").asInt()).isEqualTo(204);
    }

    @Test
    void aTestIsLoggedAndCanBeSentAgainUnderItsId() {
        JsonNode created = create(",\"description\":\"CRM\"");
        Answer queued = admin.post(at(created) + "/test", "{}");
        assertThat(queued.status()).isEqualTo(202);
        String id = queued.json().path("deliveryId").asText();
        assertThat(received(1).id()).isEqualTo(id);

        JsonNode logged = tried(at(created));
        assertThat(logged.path("id").asText()).isEqualTo(id);
        assertThat(logged.path("state").asText()).isEqualTo("delivered");
        assertThat(logged.path("eventType").asText()).isEqualTo("webhook.test");
        assertThat(logged.at("/attempts/0/status").asInt()).isEqualTo(204);
        String path = at(created) + "/deliveries/" + id;
        assertThat(admin.get(path).json().at("/payload/type").asText()).isEqualTo("webhook.test");
        assertThat(admin.get(path).body())
                .as("the very text")
                .contains(received(1).body());

        assertThat(admin.post(path + "/redeliver", "{}").status()).isEqualTo(202);
        assertThat(received(2).id()).isEqualTo(id);
        await().until(() -> admin.get(path).json().path("attempts").size() == 2);
        assertThat(admin.get(path).json().path("state").asText()).isEqualTo("delivered");
        assertThat(admin.get(at(created) + "/deliveries?state=failed").json().path("data"))
                .isEmpty();
        assertThat(admin.get(at(created) + "/deliveries?state=lost").status()).isEqualTo(400);
    }

    @Test
    void aRedirectIsAFailureAndGoneSwitchesOff() {
        JsonNode created = create("");
        receiver.answers(307);
        admin.post(at(created) + "/test", "{}");
        JsonNode redirected = tried(at(created));
        assertThat(redirected.path("state").asText()).isEqualTo("pending");
        assertThat(redirected.at("/attempts/0/trouble").asText()).isEqualTo("redirect");
        assertThat(redirected.path("nextAttemptAt").isNull()).isFalse();

        receiver.answers(410);
        String etag = admin.get(at(created)).header("ETag");
        event(EventType.COMPLETED, null);
        await().until(() -> !admin.get(at(created)).json().path("enabled").asBoolean(true));
        JsonNode off = admin.get(at(created)).json();
        assertThat(off.path("disabledReason").asText()).contains("410");
        assertThat(admin.post(at(created) + "/test", "{}").status()).isEqualTo(409);
        assertThat(admin.with("If-Match", etag)
                        .patch(at(created), "{\"enabled\":true}")
                        .status())
                .isEqualTo(412);

        Answer on =
                admin.with("If-Match", admin.get(at(created)).header("ETag")).patch(at(created), "{\"enabled\":true}");
        assertThat(on.json().path("enabled").asBoolean()).isTrue();
        assertThat(on.json().path("disabledReason").isNull()).isTrue();
        assertThat(admin.patch(at(created), "{\"enabled\":true}").status()).isEqualTo(428);
    }

    @Test
    void deliveriesComeInPages() {
        JsonNode created = create("");
        receiver.answers(204);
        for (int i = 0; i < 3; i++) {
            admin.post(at(created) + "/test", "{}");
        }
        received(3);
        JsonNode first = admin.get(at(created) + "/deliveries?limit=2").json();
        assertThat(first.path("data")).hasSize(2);
        JsonNode second = admin.get(at(created) + "/deliveries?limit=2&cursor="
                        + first.path("nextCursor").asText())
                .json();
        assertThat(second.path("data")).hasSize(1);
    }

    @Test
    void anotherOrgFindsNothing() {
        JsonNode created = create("");
        String ping = admin.post(at(created) + "/test", "{}")
                .json()
                .path("deliveryId")
                .asText();
        TestServer.Client stranger = server.as(Role.OWNER).with("If-Match", "\"1\"");
        String path = at(created);

        assertThat(stranger.get(PATH).json().path("data")).isEmpty();
        assertThat(stranger.get(path).status()).isEqualTo(404);
        assertThat(stranger.patch(path, "{\"enabled\":false}").status()).isEqualTo(404);
        assertThat(stranger.delete(path).status()).isEqualTo(404);
        assertThat(stranger.post(path + "/secrets", "{}").status()).isEqualTo(404);
        assertThat(stranger.post(path + "/test", "{}").status()).isEqualTo(404);
        assertThat(stranger.get(path + "/deliveries").status()).isEqualTo(404);
        assertThat(stranger.get(path + "/deliveries/" + ping).status()).isEqualTo(404);
        assertThat(stranger.post(path + "/deliveries/" + ping + "/redeliver", "{}")
                        .status())
                .isEqualTo(404);
        assertThat(admin.get(PATH).json().path("data")).hasSize(1);
        assertThat(admin.delete(path).status()).isEqualTo(204);
        assertThat(admin.get(path).status()).isEqualTo(404);
    }

    @Test
    void whatCannotBeIsRefusedWithItsPlace() {
        for (String url :
                new String[] {"http://receiver.example/", "https://10.0.0.1/", "https://a:b@receiver.example/"}) {
            Answer refused = admin.post(PATH, "{\"url\":\"" + url + "\"}");
            assertThat(refused.status()).as(url).isEqualTo(422);
            assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/url");
        }
        assertThat(admin.post(PATH, "{\"url\":\"https://re ceiver.example/\"}").status())
                .isEqualTo(400);
        Answer type = admin.post(PATH, "{\"url\":\"https://r.example/\",\"eventTypes\":[\"generation.eaten\"]}");
        assertThat(type.status()).isEqualTo(400);
        assertThat(type.json().at("/errors/0/pointer").asText()).isEqualTo("/eventTypes/0");
        assertThat(type.json().at("/errors/0/allowed").toString()).contains(EventType.COMPLETED);
        assertThat(admin.post(PATH, "{\"url\":\"https://r.example/\",\"secret\":\"mine\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void everyChangeIsInTheAuditLogWithoutASecret() {
        JsonNode created = create(",\"eventTypes\":[\"generation.completed\"]");
        String etag = admin.get(at(created)).header("ETag");
        admin.with("If-Match", etag)
                .patch(at(created), "{\"description\":\"CRM\",\"url\":\"http://127.0.0.1/x?key=k3y\"}");
        String secret =
                admin.post(at(created) + "/secrets", "{}").json().path("secret").asText();
        admin.delete(at(created));

        List<AuditEntry> entries = STORE.audit()
                .entries(org, AuditFilter.ALL, PageRequest.first(10))
                .items();
        assertThat(entries.stream().map(entry -> entry.change().action()))
                .containsExactly(
                        "webhook_endpoint.deleted",
                        "webhook_secret.added",
                        "webhook_endpoint.changed",
                        "webhook_endpoint.created");
        assertThat(entries.toString())
                .contains("…" + secret.substring(secret.length() - 4), "CRM")
                .doesNotContain(secret)
                .doesNotContain("k3y");
    }

    @Test
    void anOrgHasTwentyEndpointsAndAnEndpointFiveSecrets() {
        JsonNode created = create("");
        for (int i = 1; i < 20; i++) {
            create(",\"enabled\":false");
        }
        assertThat(admin.post(PATH, "{\"url\":\"https://r.example/\"}").status())
                .isEqualTo(409);
        for (int i = 1; i < 5; i++) {
            assertThat(admin.post(at(created) + "/secrets", "{}").status()).isEqualTo(201);
        }
        assertThat(admin.post(at(created) + "/secrets", "{}").status()).isEqualTo(409);
        assertThat(admin.post(at(created) + "/secrets", "{\"overlapSeconds\":604801}")
                        .status())
                .isEqualTo(400);
    }
}
