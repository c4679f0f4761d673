package dev.atelier.providers.gemini;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static dev.atelier.providers.Fixtures.CLOCK;
import static dev.atelier.providers.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.CallbackSignal.Trust;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.provider.VideoOrder;
import dev.atelier.core.provider.spi.VideoGenerationProvider;
import dev.atelier.core.secret.Secret;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;
import dev.atelier.providers.http.WebhookSignature;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GoogleCallbacksTest {
    private static final GoogleSigner GOOGLE_ITSELF = new GoogleSigner("key-1");
    private static final GoogleSigner STRANGER = new GoogleSigner("key-1");
    private static final String VEO = "veo-3.1-generate-preview";
    private static final String OMNI = "gemini-omni-1.1-flash";
    private static final String NAME = "models/" + VEO + "/operations/op0001";
    private static final String CALLBACK = "https://media.example.com/hooks/veo3/token-3f0c2c5e";
    private static final String KEYS = "/" + GoogleKeys.ROUTE;
    private static final Instant NOW = CLOCK.instant();

    @RegisterExtension
    static final WireMockExtension GOOGLE = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    @Test
    void eachRouteIsToldWhereToCallInItsOwnSpelling() {
        signs();
        VideoGenerationProvider provider = provider(Map.of("callbacks", "true"), null);

        order(provider, VEO);
        order(provider, OMNI);

        assertThat(provider.callsBack()).isTrue();
        GOOGLE.verify(postRequestedFor(urlEqualTo("/v1beta/models/" + VEO + ":predictLongRunning"))
                .withRequestBody(matchingJsonPath("$.webhookConfig.uris[0]", equalTo(CALLBACK))));
        GOOGLE.verify(postRequestedFor(urlEqualTo("/v1beta/interactions"))
                .withRequestBody(matchingJsonPath("$.webhook_config.uris[0]", equalTo(CALLBACK)))
                .withRequestBody(matchingJsonPath("$.background", equalTo("true"))));
        // Got once for both, and without our key.
        GOOGLE.verify(1, getRequestedFor(urlEqualTo(KEYS)).withoutHeader("x-goog-api-key"));
    }

    @Test
    void nobodyIsAskedToCallUnlessTheRowSaysSo() {
        signs();
        VideoGenerationProvider provider = provider(Map.of(), null);

        order(provider, VEO);

        assertThat(provider.callsBack()).isFalse();
        GOOGLE.verify(postRequestedFor(urlEqualTo("/v1beta/models/" + VEO + ":predictLongRunning"))
                .withRequestBody(matchingJsonPath("$.webhookConfig", absent())));
        GOOGLE.verify(0, getRequestedFor(urlEqualTo(KEYS)));
    }

    @Test
    void withoutTheKeysTheOrderIsStillSentAndItsCallIsAnUnsignedDoorbell() {
        GOOGLE.stubFor(get(KEYS).willReturn(serverError()));
        starts();
        VideoGenerationProvider provider = provider(Map.of("callbacks", "true"), null);

        order(provider, VEO);

        assertThat(provider.readCallback(GOOGLE_ITSELF.call(generated(NAME), NOW)))
                .isEqualTo(new CallbackSignal(Trust.UNSIGNED, new VendorTaskId(NAME), null));
    }

    @Test
    void aGenuineCallIsADoorbellThatNamesItsTask() {
        VideoGenerationProvider provider = ready();

        RawCallback film = GOOGLE_ITSELF.call(generated(NAME), NOW);
        RawCallback interaction = GOOGLE_ITSELF.call(
                "{\"type\": \"interaction.completed\", \"version\": \"v1\", \"data\": {\"id\": \"v1_int_0001\"}}", NOW);

        assertThat(provider.readCallback(film))
                .isEqualTo(new CallbackSignal(Trust.DOORBELL_SIGNED, new VendorTaskId(NAME), null));
        assertThat(provider.readCallback(film)).as("it comes twice").isEqualTo(provider.readCallback(film));
        assertThat(provider.readCallback(interaction).task()).isEqualTo(new VendorTaskId("interactions/v1_int_0001"));
    }

    @Test
    void forgedCallsAreRefused() {
        VideoGenerationProvider provider = ready();
        String event = generated(NAME);
        String head = "{\"alg\": \"RS256\", \"kid\": \"key-1\"}";
        RawCallback genuine = GOOGLE_ITSELF.call(event, NOW);
        String token = genuine.header("webhook-signature").orElseThrow();

        refused(provider, STRANGER.call(event, NOW));
        refused(provider, STRANGER.call("{\"alg\": \"RS256\", \"kid\": \"key-2\"}", event, event, NOW));
        refused(provider, GOOGLE_ITSELF.call("{\"alg\": \"none\", \"kid\": \"key-1\"}", event, event, NOW));
        refused(provider, GOOGLE_ITSELF.call("{\"alg\": \"HS256\", \"kid\": \"key-1\"}", event, event, NOW));
        refused(provider, GOOGLE_ITSELF.call(head, event, event.replace("op0001", "op0002"), NOW));
        refused(provider, GOOGLE_ITSELF.call(head, "{\"type\": \"video.generated\"}", event, NOW));
        refused(provider, GoogleSigner.raw(token.substring(0, token.lastIndexOf('.') + 1), event, NOW));
        refused(provider, GoogleSigner.raw("a.b.c", event, NOW));
        refused(provider, GoogleSigner.raw("x".repeat(9_000), event, NOW));
        refused(provider, new RawCallback(Map.of(), event.getBytes(StandardCharsets.UTF_8), NOW));
        refused(provider, GOOGLE_ITSELF.call(generated("models/../files/x"), NOW));
    }

    @Test
    void replayedCallsAreRefused() {
        VideoGenerationProvider provider = ready();
        RawCallback genuine = GOOGLE_ITSELF.call(generated(NAME), NOW);

        refused(provider, later(genuine, Duration.ofSeconds(301)));
        refused(provider, later(genuine, Duration.ofSeconds(-301)));
        assertThat(provider.readCallback(later(genuine, Duration.ofSeconds(299)))
                        .trust())
                .isEqualTo(Trust.DOORBELL_SIGNED);
        String ended = generated(NAME).replaceFirst("\\{", "{\"exp\": " + (NOW.getEpochSecond() - 1) + ", ");
        refused(provider, GOOGLE_ITSELF.call(ended, NOW));
    }

    @Test
    void withASecretStandardWebhooksAreTakenAndNothingUnsignedIs() {
        Secret secret = Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        VideoGenerationProvider provider = provider(Map.of("callbacks", "true"), secret.reveal());
        byte[] body = generated(NAME).getBytes(StandardCharsets.UTF_8);
        RawCallback genuine = new RawCallback(new WebhookSignature(secret).headers("msg_1", NOW, body), body, NOW);

        assertThat(provider.readCallback(genuine))
                .isEqualTo(new CallbackSignal(Trust.BODY_SIGNED, new VendorTaskId(NAME), null));
        refused(provider, later(genuine, Duration.ofMinutes(6)));
        refused(provider, new RawCallback(genuine.headers(), generated("x").getBytes(StandardCharsets.UTF_8), NOW));
        refused(provider, new RawCallback(Map.of(), body, NOW));
    }

    private static void refused(VideoGenerationProvider provider, RawCallback callback) {
        assertThat(provider.readCallback(callback)).isEqualTo(CallbackSignal.refused());
    }

    private static RawCallback later(RawCallback callback, Duration by) {
        return new RawCallback(
                callback.headers(), callback.body(), callback.receivedAt().plus(by));
    }

    private static String generated(String id) {
        return "{\"type\": \"video.generated\", \"version\": \"v1\", \"timestamp\": \"2026-11-20T10:00:00Z\", \"data\": {\"id\": \"%s\", \"file_name\": \"files/vid0001\"}}"
                .formatted(id);
    }

    /** A provider that has got the keys with an order. */
    private static VideoGenerationProvider ready() {
        signs();
        VideoGenerationProvider provider = provider(Map.of("callbacks", "true"), null);
        order(provider, VEO);
        return provider;
    }

    private static void signs() {
        GOOGLE.stubFor(get(KEYS).willReturn(okJson(GOOGLE_ITSELF.jwks())));
        starts();
    }

    private static void starts() {
        GOOGLE.stubFor(post("/v1beta/models/" + VEO + ":predictLongRunning")
                .willReturn(okJson(text("gemini/veo-started.json"))));
        GOOGLE.stubFor(post("/v1beta/interactions").willReturn(okJson(text("gemini/interaction-running.json"))));
    }

    private static void order(VideoGenerationProvider provider, String model) {
        provider.submit(new VideoOrder(
                new ModelId(model),
                "A red dot drifts",
                List.of(),
                null,
                null,
                null,
                null,
                URI.create(CALLBACK),
                "ref-1"));
    }

    private static VideoGenerationProvider provider(Map<String, String> options, String secret) {
        return new GeminiProviderFactory(new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
                .videoGeneration(Fixtures.settings(GOOGLE.getPort(), VEO, options, secret));
    }
}
