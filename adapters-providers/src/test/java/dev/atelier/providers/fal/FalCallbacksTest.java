package dev.atelier.providers.fal;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static dev.atelier.providers.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.fakes.SettableClock;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.CallbackSignal.Trust;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FalCallbacksTest {
    private static final VendorTaskId TASK = new VendorTaskId("764cabcf-b745-4b3e-ae38-1200304cf45b");
    private static final Instant SIGNED_AT = Instant.ofEpochSecond(1763600000);
    private static final String SIGNATURE =
            "b3173bafe807c0808e9b83ebdd6e57ee49b26967af78ddbf83126c6c04c7104eb2e2178d4512fcf11aedc2fed16bc33ed6503f06f125d59bcb92386a12aa2809";
    private static final String KEYS = "/.well-known/jwks.json";
    private static final String OTHER_KEY =
            "{\"keys\": [{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}";

    @RegisterExtension
    static final WireMockExtension FAL = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    private final SettableClock clock = SettableClock.standing(SIGNED_AT);
    private final FalProviderFactory factory =
            new FalProviderFactory(new GuardedHttp(NetworkPolicy.allowing("localhost")), clock);
    private ImageGenerationProvider provider;

    @BeforeEach
    void makeProvider() {
        provider = provider(Map.of());
    }

    @Test
    void aGoodSignatureProvesTheBodyAndNoCallIsMadeToSeeIt() {
        knows(text("fal/jwks.json"));
        FAL.resetRequests();

        assertThat(read(Map.of())).isEqualTo(new CallbackSignal(Trust.BODY_SIGNED, TASK, null));
        assertThat(read(Map.of())).as("the same again").isEqualTo(read(Map.of()));
        FAL.verify(0, anyRequestedFor(anyUrl()));
    }

    @Test
    void anyOfTheKeysWillDo() {
        knows("{\"keys\": [{\"kty\": \"RSA\"}, {\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"short\"}, "
                + OTHER_KEY.substring(10, OTHER_KEY.length() - 2) + ", "
                + text("fal/jwks.json").strip().substring(12));

        assertThat(read(Map.of()).trust()).isEqualTo(Trust.BODY_SIGNED);
    }

    @Test
    void anAlteredBodyIsForged() {
        knows(text("fal/jwks.json"));

        assertThat(provider.readCallback(
                        callback(text("fal/webhook.json").replace("\"seed\":7", "\"seed\":8"), Map.of(), SIGNED_AT)))
                .isEqualTo(CallbackSignal.refused());
    }

    @ParameterizedTest
    @CsvSource({
        "request-id, 00000000-0000-0000-0000-000000000000",
        "user-id, user_example_02",
        "timestamp, 1763600001",
        "timestamp, -1",
        "timestamp, 99999999999999999999",
        "timestamp, ''",
        "signature, ''",
        "signature, zz",
        "signature, 00"
    })
    void anotherHeaderIsForged(String header, String value) {
        knows(text("fal/jwks.json"));

        assertThat(read(Map.of(header, value))).isEqualTo(CallbackSignal.refused());
    }

    @Test
    void aSignatureThatIsNoPointOfTheCurveIsForged() {
        knows(text("fal/jwks.json"));

        assertThat(read(Map.of("signature", "f".repeat(128)))).isEqualTo(CallbackSignal.refused());
    }

    @Test
    void fiveMinutesEitherWayAreTakenAndWhatIsReplayedLaterIsNot() {
        knows(text("fal/jwks.json"));

        for (int skew : new int[] {-300, 300}) {
            assertThat(readAt(SIGNED_AT.plusSeconds(skew)).trust()).isEqualTo(Trust.BODY_SIGNED);
        }
        for (int skew : new int[] {-301, 301}) {
            assertThat(readAt(SIGNED_AT.plusSeconds(skew)).trust()).isEqualTo(Trust.REFUSED);
        }
    }

    @Test
    void whoNamesOurUserTakesCallbacksForNobodyElse() {
        provider = provider(Map.of("userId", "user_example_01"));
        knows(text("fal/jwks.json"));
        assertThat(read(Map.of()).trust()).isEqualTo(Trust.BODY_SIGNED);

        provider = provider(Map.of("userId", "user_example_02"));
        assertThat(read(Map.of()).trust()).isEqualTo(Trust.REFUSED);
    }

    @Test
    void withoutKeysACallbackOnlyRingsAndNamesNoTask() {
        assertThat(read(Map.of())).isEqualTo(CallbackSignal.unsigned());
        assertThat(read(Map.of("signature", "")).trust()).isEqualTo(Trust.REFUSED);
        FAL.verify(0, anyRequestedFor(anyUrl()));
    }

    @Test
    void thePollThatFollowsFetchesTheKeysWithoutTellingOurs() {
        FAL.stubFor(get(KEYS).willReturn(okJson(text("fal/jwks.json"))));
        assertThat(read(Map.of()).trust()).isEqualTo(Trust.UNSIGNED);

        poll();
        poll();

        assertThat(read(Map.of()).trust()).isEqualTo(Trust.BODY_SIGNED);
        FAL.verify(1, getRequestedFor(urlEqualTo(KEYS)).withHeader("Authorization", absent()));
    }

    @Test
    void aNewKeyIsFetchedOnceAfterACallbackThatNoneFitted() {
        knows(OTHER_KEY);
        FAL.stubFor(get(KEYS).willReturn(okJson(text("fal/jwks.json"))));
        clock.advance(Duration.ofSeconds(61));
        assertThat(read(Map.of()).trust()).isEqualTo(Trust.REFUSED);

        poll();
        poll();

        assertThat(read(Map.of()).trust()).isEqualTo(Trust.BODY_SIGNED);
        FAL.verify(2, getRequestedFor(urlEqualTo(KEYS)));
    }

    @Test
    void forgersMakeUsAskOnceAMinuteAtMost() {
        knows(text("fal/jwks.json"));

        for (int i = 0; i < 5; i++) {
            read(Map.of("timestamp", "1763600001"));
            poll();
        }

        FAL.verify(1, getRequestedFor(urlEqualTo(KEYS)));
    }

    @Test
    void keysAreKeptForADayAndNoLonger() {
        knows(text("fal/jwks.json"));
        clock.advance(Duration.ofHours(24));
        assertThat(read(Map.of()).trust()).isEqualTo(Trust.BODY_SIGNED);

        clock.advance(Duration.ofSeconds(1));
        assertThat(read(Map.of()).trust()).isEqualTo(Trust.UNSIGNED);

        submit();
        assertThat(read(Map.of()).trust()).isEqualTo(Trust.BODY_SIGNED);
        FAL.verify(2, getRequestedFor(urlEqualTo(KEYS)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"keys\": []}", "{\"keys\": \"none\"}", "[]", "<html>"})
    void keysThatCannotBeReadLeaveTheOldOnesInForce(String rubbish) {
        knows(text("fal/jwks.json"));
        FAL.stubFor(get(KEYS).willReturn(aResponse().withBody(rubbish)));
        clock.advance(Duration.ofHours(13));

        submit();

        assertThat(read(Map.of()).trust()).isEqualTo(Trust.BODY_SIGNED);
        FAL.verify(2, getRequestedFor(urlEqualTo(KEYS)));
    }

    @Test
    void whenTheKeysCannotBeHadTheOrderGoesOutAllTheSame() {
        FAL.stubFor(get(KEYS).willReturn(aResponse().withStatus(500)));

        submit();

        assertThat(read(Map.of()).trust()).isEqualTo(Trust.UNSIGNED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "[1", "{}", "null", "{\"request_id\": {}}", "{\"request_id\": \"../1\"}"})
    void whatCannotBeReadDoesNotThrow(String body) {
        knows(text("fal/jwks.json"));

        assertThat(provider.readCallback(callback(body, Map.of(), SIGNED_AT))).isEqualTo(CallbackSignal.refused());
    }

    /** Lets a submit fetch these keys. */
    private void knows(String keys) {
        FAL.stubFor(get(KEYS).willReturn(okJson(keys)));
        submit();
    }

    private void submit() {
        FAL.stubFor(post(urlPathEqualTo("/fal-ai/flux/dev")).willReturn(okJson(text("fal/queued.json"))));
        provider.submit(new ImageOrder(
                new ModelId("fal-ai/flux/dev"),
                "a teapot",
                List.of(),
                null,
                null,
                null,
                null,
                URI.create("https://media.example.com/hooks/1"),
                "r"));
    }

    private void poll() {
        FAL.stubFor(get("/fal-ai/flux/requests/1/status").willReturn(okJson("{\"status\": \"IN_QUEUE\"}")));
        provider.poll(new VendorTaskId("fal-ai/flux/requests/1#fal-ai/flux/dev"));
    }

    private CallbackSignal read(Map<String, String> changed) {
        return provider.readCallback(callback(text("fal/webhook.json"), changed, SIGNED_AT));
    }

    private CallbackSignal readAt(Instant receivedAt) {
        return provider.readCallback(callback(text("fal/webhook.json"), Map.of(), receivedAt));
    }

    private static RawCallback callback(String body, Map<String, String> changed, Instant receivedAt) {
        Map<String, String> headers = new HashMap<>(Map.of(
                "x-fal-webhook-request-id", "764cabcf-b745-4b3e-ae38-1200304cf45b",
                "x-fal-webhook-user-id", "user_example_01",
                "x-fal-webhook-timestamp", "1763600000",
                "x-fal-webhook-signature", SIGNATURE));
        changed.forEach((name, value) -> headers.put("x-fal-webhook-" + name, value));
        return new RawCallback(headers, body.getBytes(StandardCharsets.UTF_8), receivedAt);
    }

    private ImageGenerationProvider provider(Map<String, String> options) {
        return factory.imageGeneration(Fixtures.settings(FAL.getPort(), "fal-ai/flux/dev", options, null));
    }
}
