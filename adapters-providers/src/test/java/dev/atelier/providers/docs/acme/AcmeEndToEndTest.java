package dev.atelier.providers.docs.acme;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.atelier.core.Atelier;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.callback.ReceiveCallback.Receipt;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.EntryKind;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.generation.StartCommand;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.secret.EnvelopeSecretBox;
import dev.atelier.core.secret.MasterKeys;
import dev.atelier.core.secret.SealedSecret;
import dev.atelier.core.secret.Secret;
import dev.atelier.core.secret.SecretBox;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.Vendors;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.NetworkPolicy;
import dev.atelier.providers.http.SignedCallback;
import dev.atelier.providers.sandbox.SandboxProviderFactory;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sample adapter makes a picture in a whole Atelier: presets, order, signed doorbell, download, charge. */
class AcmeEndToEndTest {
    private static final Secret SIGNS = Secret.of("acme-webhook-canary");
    private static final NetworkPolicy POLICY = NetworkPolicy.allowing("localhost");

    private final WireMockServer acme =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());
    private final SecretBox box = new EnvelopeSecretBox(MasterKeys.parse(randomKey()));
    private final AcmeProviderFactory factory = new AcmeProviderFactory(new GuardedHttp(POLICY), Clock.systemUTC());

    @BeforeEach
    void start() throws IOException {
        acme.start();
        acme.stubFor(post("/v1/jobs").willReturn(okJson("{\"job\": {\"id\": \"j1\", \"state\": \"queued\"}}")));
        acme.stubFor(get("/v1/jobs/j1")
                .willReturn(okJson("{\"job\": {\"id\": \"j1\", \"state\": \"done\", \"costMicros\": 20000,"
                        + " \"images\": [\"" + acme.baseUrl() + "/made/j1.png\"]}}")));
        acme.stubFor(get("/made/j1.png").willReturn(aResponse().withBody(png())));
    }

    @AfterEach
    void stop() {
        acme.stop();
    }

    @Test
    void thePresetsMakeAPictureAndTheDoorbellBringsItHome() throws InterruptedException {
        try (Atelier atelier = atelier()) {
            Caller me = new Caller(new OrgId(UUID.randomUUID()), new UserId(UUID.randomUUID()));
            atelier.store()
                    .ledger()
                    .deposit(me.org(), EntryKind.GRANT, Credits.of(10), "welcome", LedgerNote.bySystem("welcome"));

            Generation accepted = atelier.start(
                            StartCommand.prompt(me, "a teapot").build())
                    .fold(generation -> generation, refusal -> {
                        throw new AssertionError(refusal.toString());
                    });
            // While its callback may still come, nobody polls: from here on only the doorbell brings the picture home.
            await().atMost(Duration.ofSeconds(10)).until(() -> jobIsKnown(atelier, accepted));
            byte[] body = "{\"job\": {\"id\": \"j1\", \"state\": \"done\"}}".getBytes(StandardCharsets.UTF_8);
            String time = String.valueOf(Instant.now().getEpochSecond());
            String token = token();

            assertThat(atelier.callbacks()
                            .receive("acme", token, Map.of("Acme-Time", time, "Acme-Signature", "forged"), body))
                    .isEqualTo(Receipt.REFUSED);
            assertThat(atelier.callbacks()
                            .receive(
                                    "acme",
                                    token,
                                    Map.of("Acme-Time", time, "Acme-Signature", SignedCallback.sign(SIGNS, time, body)),
                                    body))
                    .isEqualTo(Receipt.STORED);
            Generation done = atelier.await(me.org(), accepted.id(), Duration.ofSeconds(15))
                    .orElseThrow();

            assertThat(done.state()).isEqualTo(GenerationState.COMPLETED);
            assertThat(done.creditsCharged()).isEqualTo(3);
            acme.verify(1, postRequestedFor(urlEqualTo("/v1/jobs")).withHeader("X-Acme-Key", equalTo(Fixtures.KEY)));
        }
    }

    @Test
    void theFreeCheckTellsGoodFromBad() {
        acme.stubFor(get("/v1/account").willReturn(okJson("{\"balance\": 7}")));
        assertThat(factory.check(Category.IMAGE_GENERATION, Fixtures.settings(acme.port(), "m", Map.of(), null))
                        .reachable())
                .isTrue();
        acme.stubFor(get("/v1/account").willReturn(aResponse().withStatus(401)));
        assertThat(factory.check(Category.IMAGE_GENERATION, Fixtures.settings(acme.port(), "m", Map.of(), null))
                        .reachable())
                .isFalse();
    }

    @Test
    void anAnswerWithoutAListDoesNotProveThatNothingWasTaken() {
        ImageGenerationProvider provider =
                factory.imageGeneration(Fixtures.settings(acme.port(), "acme-paint-1", Map.of(), null));
        acme.stubFor(get(urlPathEqualTo("/v1/jobs"))
                .withQueryParam("reference", equalTo("r-1"))
                .willReturn(okJson("{\"jobs\": [{\"id\": \"j1\"}]}")));
        assertThat(provider.findByReference("r-1")).contains(new VendorTaskId("j1"));

        acme.stubFor(get(urlPathEqualTo("/v1/jobs")).willReturn(okJson("{\"weather\": \"fine\"}")));
        assertThatExceptionOfType(ProviderFailure.class)
                .isThrownBy(() -> provider.findByReference("r-1"))
                .matches(failure -> failure.kind() == FailureKind.UNAVAILABLE);
    }

    private Atelier atelier() {
        Atelier atelier = Atelier.builder()
                .adapter(factory)
                .adapter(new SandboxProviderFactory()) // writes the prompts; its painter stands aside
                .fetcher(Vendors.resultFetcher(POLICY))
                .secrets(box)
                .keyOverrides(Map.of("ACME_API_KEY", Fixtures.KEY))
                .callbackBase(URI.create("https://atelier.example.com"))
                .build();
        ProviderConfig row =
                atelier.store().providers().find(new ProviderId("acme")).orElseThrow();
        atelier.store().providers().update(pointed(row), row.version());
        return atelier.start();
    }

    /** What an admin does: another address, and the secret that acme signs with. */
    private ProviderConfig pointed(ProviderConfig row) {
        ProviderConfig moved = with(row, URI.create(acme.baseUrl()), null);
        return with(row, moved.baseUrl(), box.seal(SIGNS, moved.secretContext("webhookSecret")));
    }

    private static ProviderConfig with(ProviderConfig row, URI baseUrl, @Nullable SealedSecret webhookSecret) {
        return new ProviderConfig(
                row.id(),
                row.category(),
                row.adapter(),
                row.displayName(),
                baseUrl,
                row.model(),
                row.priority(),
                row.enabled(),
                row.options(),
                null,
                webhookSecret,
                row.version() + 1);
    }

    private static boolean jobIsKnown(Atelier atelier, Generation generation) {
        return atelier.generation(generation.org(), generation.id()).orElseThrow().tasks().stream()
                .flatMap(task -> task.attempt().stream())
                .anyMatch(attempt -> attempt.vendorTask() != null);
    }

    private String token() {
        JsonNode sent = Json.read(
                acme.findAll(postRequestedFor(urlEqualTo("/v1/jobs"))).get(0).getBody());
        String url = sent.path("webhook").asText();
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private static String randomKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return HexFormat.of().formatHex(key);
    }

    private static byte[] png() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }
}
