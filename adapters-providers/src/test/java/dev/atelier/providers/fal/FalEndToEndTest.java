package dev.atelier.providers.fal;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static dev.atelier.providers.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.atelier.core.Atelier;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.callback.ReceiveCallback.Receipt;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.EntryKind;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.generation.AttemptState;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.generation.StartCommand;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.Vendors;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;
import dev.atelier.providers.sandbox.SandboxProviderFactory;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** In a whole Atelier: fal took an order, its answer was lost, and its callback names a request that nobody has heard of. */
class FalEndToEndTest {
    private static final NetworkPolicy POLICY = NetworkPolicy.allowing("localhost");
    private static final String MODEL = "/fal-ai/flux/dev";
    private static final String REQUEST = "/fal-ai/flux/requests/" + FalScript.RECORDED_ID;

    @RegisterExtension
    static final WireMockExtension FAL = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    @Test
    void anOrderWhoseAnswerWasLostComesHomeByItsCallbackAndIsPaidOnce() throws Exception {
        FAL.stubFor(get("/.well-known/jwks.json").willReturn(okJson(text("fal/jwks.json"))));
        FAL.stubFor(post(urlPathEqualTo(MODEL)).willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
        FAL.stubFor(get(urlPathEqualTo(REQUEST + "/status")).willReturn(okJson(text("fal/completed.json"))));
        FAL.stubFor(get(REQUEST)
                .willReturn(okJson(
                        text("fal/result.json").replace("https://v3b.fal.media/files/b/example", FAL.baseUrl()))));
        FAL.stubFor(get("/out_0.png").willReturn(aResponse().withBody(png())));
        try (Atelier atelier = atelier()) {
            Caller me = new Caller(new OrgId(UUID.randomUUID()), new UserId(UUID.randomUUID()));
            atelier.store()
                    .ledger()
                    .deposit(me.org(), EntryKind.GRANT, Credits.of(20), "welcome", LedgerNote.bySystem("welcome"));
            Generation accepted = atelier.start(
                            StartCommand.prompt(me, "a teapot").build())
                    .fold(generation -> generation, refusal -> {
                        throw new AssertionError(refusal.toString());
                    });
            await().atMost(Duration.ofSeconds(10)).until(() -> isInDoubt(atelier, accepted));

            byte[] body = text("fal/webhook.json").getBytes(StandardCharsets.UTF_8);
            RawCallback genuine = FalSigner.sign(FalScript.RECORDED_ID, body, Instant.now());
            Map<String, String> forged = new HashMap<>(genuine.headers());
            forged.put("x-fal-webhook-user-id", "somebody else");
            String token = token();

            assertThat(atelier.callbacks().receive("fal", token, forged, body)).isEqualTo(Receipt.REFUSED);
            assertThat(atelier.callbacks().receive("fal", token, genuine.headers(), body))
                    .isEqualTo(Receipt.STORED);
            assertThat(atelier.callbacks().receive("fal", token, genuine.headers(), body))
                    .isEqualTo(Receipt.DUPLICATE);
            Generation done = atelier.await(me.org(), accepted.id(), Duration.ofSeconds(15))
                    .orElseThrow();

            assertThat(done.state()).isEqualTo(GenerationState.COMPLETED);
            assertThat(done.creditsCharged()).isEqualTo(5);
            FAL.verify(1, postRequestedFor(urlPathEqualTo(MODEL)));
        }
    }

    private static Atelier atelier() {
        Atelier atelier = Atelier.builder()
                .adapter(new FalProviderFactory(new GuardedHttp(POLICY), Clock.systemUTC()))
                .adapter(new SandboxProviderFactory()) // writes the prompts; its painter stands aside
                .fetcher(Vendors.resultFetcher(POLICY))
                .keyOverrides(Map.of("FAL_KEY", Fixtures.KEY))
                .callbackBase(URI.create("https://atelier.example.com"))
                .build();
        ProviderConfig row =
                atelier.store().providers().find(new ProviderId("fal")).orElseThrow();
        atelier.store().providers().update(pointed(row), row.version());
        return atelier.start();
    }

    private static ProviderConfig pointed(ProviderConfig row) {
        return new ProviderConfig(
                row.id(),
                row.category(),
                row.adapter(),
                row.displayName(),
                URI.create(FAL.baseUrl()),
                row.model(),
                row.priority(),
                row.enabled(),
                row.options(),
                null,
                null,
                row.version() + 1);
    }

    private static boolean isInDoubt(Atelier atelier, Generation generation) {
        return atelier.generation(generation.org(), generation.id()).orElseThrow().tasks().stream()
                .flatMap(task -> task.attempt().stream())
                .anyMatch(attempt -> attempt.state() == AttemptState.IN_DOUBT);
    }

    private static String token() {
        String url = FAL.findAll(postRequestedFor(urlPathEqualTo(MODEL)))
                .get(0)
                .queryParameter("fal_webhook")
                .firstValue();
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private static byte[] png() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }
}
