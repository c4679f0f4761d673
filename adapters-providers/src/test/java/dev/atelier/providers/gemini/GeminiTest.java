package dev.atelier.providers.gemini;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static dev.atelier.providers.Fixtures.CLOCK;
import static dev.atelier.providers.Fixtures.KEY;
import static dev.atelier.providers.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.atelier.core.fakes.LogCapture;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.LlmRequest.ContentPart;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.TextAnswer;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.secret.Secret;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiTest {
    private static final String GENERATE = "/v1beta/models/gemini-3.8-flash:generateContent";

    @RegisterExtension
    static final WireMockExtension GOOGLE = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    private final GeminiProviderFactory factory =
            new GeminiProviderFactory(new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK);

    @Test
    void asksOnceAndLeavesThoughtsOutOfTheText() {
        answers(200, text("gemini/text.json"));

        TextAnswer answer = factory.llm(settings(Map.of("thinkingLevel", "LOW")))
                .chatCompletion(new LlmRequest(
                        "Answer briefly.",
                        List.of(
                                new ContentPart.Text("Suggest a caption."),
                                new ContentPart.Image(Fixtures.picture(new byte[] {1, 2, 3}))),
                        null,
                        200));

        // 1000 x 0.75 + (60 + 140 thoughts) x 3.75 micro-dollars
        assertThat(answer)
                .isEqualTo(new TextAnswer(
                        "A quiet red dot.", "gemini-3.8-flash-001", new VendorCost(1_500L, null, 1_000L, 200L)));
        GOOGLE.verify(
                1,
                postRequestedFor(urlEqualTo(GENERATE))
                        .withHeader("x-goog-api-key", equalTo(KEY))
                        .withoutHeader("Authorization")
                        .withRequestBody(equalToJson("""
                                {"systemInstruction": {"parts": [{"text": "Answer briefly."}]},
                                 "contents": [{"role": "user", "parts": [
                                    {"text": "Suggest a caption."},
                                    {"inlineData": {"mimeType": "image/png", "data": "AQID"}}]}],
                                 "generationConfig": {"maxOutputTokens": 200, "thinkingConfig": {"thinkingLevel": "LOW"}}}
                                """)));
    }

    @Test
    void describesAPictureFromItsBytesThoughItHasAnAddress() {
        answers(200, text("gemini/text.json"));

        factory.vision(settings(Map.of()))
                .analyzeImage(Fixtures.picture("https://img.example.com/a.png"), "What is it?");

        GOOGLE.verify(postRequestedFor(urlEqualTo(GENERATE)).withRequestBody(equalToJson("""
                {"contents": [{"role": "user", "parts": [
                    {"inlineData": {"mimeType": "image/png", "data": "AQIDBA=="}}, {"text": "What is it?"}]}],
                 "generationConfig": {"maxOutputTokens": 4096}}
                """)));
    }

    @Test
    void aPictureTooLargeForAMessageGoesByAddress() {
        answers(200, text("gemini/text.json"));

        factory.vision(settings(Map.of()))
                .analyzeImage(
                        new LargePicture(Optional.of(URI.create("https://img.example.com/big.png"))), "What is it?");

        GOOGLE.verify(postRequestedFor(urlEqualTo(GENERATE))
                .withRequestBody(matchingJsonPath(
                        "$.contents[0].parts[0].fileData.fileUri", equalTo("https://img.example.com/big.png"))));
        ProviderFailure failure = catchThrowableOfType(
                ProviderFailure.class,
                () -> factory.vision(settings(Map.of())).analyzeImage(new LargePicture(Optional.empty()), "What?"));
        assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_ORDER);
    }

    @ParameterizedTest
    @CsvSource({
        "SAFETY, CONTENT_REFUSED",
        "RECITATION, CONTENT_REFUSED",
        "PROHIBITED_CONTENT, CONTENT_REFUSED",
        "SPII, CONTENT_REFUSED",
        "IMAGE_SAFETY, CONTENT_REFUSED",
        "STOP, CONTENT_REFUSED",
        "MAX_TOKENS, VENDOR_FAILED",
        "MALFORMED_FUNCTION_CALL, VENDOR_FAILED"
    })
    void anEmptyAnswerIsSortedByItsReason(String reason, FailureKind kind) {
        answers(200, "{\"candidates\": [{\"finishReason\": \"%s\", \"index\": 0}]}".formatted(reason));

        assertThat(failure().kind()).isEqualTo(kind);
    }

    @Test
    void textThatWasCutBySafetyIsNoAnswer() {
        answers(200, text("gemini/text.json").replace("STOP", "SAFETY"));

        assertThat(failure().kind()).isEqualTo(FailureKind.CONTENT_REFUSED);
    }

    @Test
    void thoughtsAloneAreNoAnswer() {
        answers(
                200,
                "{\"candidates\": [{\"content\": {\"parts\": [{\"text\": \"hm\", \"thought\": true}]}, \"finishReason\": \"MAX_TOKENS\"}]}");

        assertThat(failure().kind()).isEqualTo(FailureKind.VENDOR_FAILED);
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_ARGUMENT, INVALID_ORDER",
        "400, FAILED_PRECONDITION, VENDOR_BALANCE",
        "401, UNAUTHENTICATED, CREDENTIALS",
        "403, PERMISSION_DENIED, CREDENTIALS",
        "404, NOT_FOUND, INVALID_ORDER",
        "429, RESOURCE_EXHAUSTED, RATE_LIMITED",
        "499, CANCELLED, UNAVAILABLE",
        "500, INTERNAL, UNAVAILABLE",
        "503, UNAVAILABLE, UNAVAILABLE",
        "504, DEADLINE_EXCEEDED, UNAVAILABLE"
    })
    void errorsAreSorted(int status, String word, FailureKind kind) {
        answers(status, "{\"error\": {\"code\": %d, \"message\": \"m\", \"status\": \"%s\"}}".formatted(status, word));

        assertThat(failure().kind()).isEqualTo(kind);
        GOOGLE.verify(1, postRequestedFor(anyUrl()));
    }

    @Test
    void theWaitStandsInTheBody() {
        answers(429, text("gemini/quota.json"));

        assertThat(failure().retryAfter()).contains(Duration.ofSeconds(34));
    }

    @Test
    void aQuotaOfNothingIsNoMatterOfWaiting() {
        answers(429, text("gemini/quota.json").replace("\"10\"", "\"0\""));

        assertThat(failure().kind()).isEqualTo(FailureKind.VENDOR_BALANCE);
    }

    @Test
    void theBaseMayEndInTheVersion() {
        answers(200, text("gemini/text.json"));
        ProviderSettings plain = settings(Map.of());
        ProviderSettings versioned = new ProviderSettings(
                plain.id(),
                "Stub",
                URI.create(plain.baseUrl() + "/v1beta/"),
                plain.model(),
                Map.of(),
                plain.apiKey(),
                null);

        assertThat(factory.llm(versioned).chatCompletion(ask()).text()).isEqualTo("A quiet red dot.");
    }

    @Test
    void aKeyThatNoHeaderCanHoldIsRefusedWithoutQuotingIt() {
        ProviderSettings settings = new ProviderSettings(
                new ProviderId("stub"),
                "Stub",
                URI.create("http://localhost:" + GOOGLE.getPort()),
                new ModelId("gemini-3.8-flash"),
                Map.of(),
                Secret.of("canary\u0007key"),
                null);

        ProviderFailure failure = catchThrowableOfType(
                ProviderFailure.class, () -> factory.llm(settings).chatCompletion(ask()));

        assertThat(failure.kind()).isEqualTo(FailureKind.CREDENTIALS);
        assertThat(failure.toString()).doesNotContain("canary");
    }

    @Test
    void aCheckIsFreeAndNeverThrows() {
        GOOGLE.stubFor(
                get("/v1beta/models").willReturn(okJson("{\"models\": [{\"name\": \"models/gemini-3.8-flash\"}]}")));
        assertThat(factory.check(Category.LLM, settings(Map.of())))
                .isEqualTo(new ConnectionCheck(true, "Gemini accepts the key; it lists 1 models."));

        GOOGLE.stubFor(
                get("/v1beta/models").willReturn(aResponse().withStatus(400).withBody(text("gemini/bad-key.json"))));
        assertThat(factory.check(Category.LLM, settings(Map.of())).reachable()).isFalse();

        GOOGLE.stubFor(get("/v1beta/models").willReturn(okJson("{}")));
        assertThat(factory.check(Category.VISION, settings(Map.of())).reachable())
                .isFalse();
    }

    @Test
    void neitherLogNorMessageHoldsASecret() {
        StringBuilder told = new StringBuilder();
        try (LogCapture log = new LogCapture()) {
            for (String body : List.of(
                    text("gemini/text.json"),
                    "{\"error\": {\"message\": \"key %s, prompt Hello unspoken\", \"status\": \"X %s\"}}"
                            .formatted(KEY, KEY),
                    "<html>" + KEY + " Hello unspoken")) {
                answers(200, body);
                try {
                    told.append(factory.llm(settings(Map.of())).chatCompletion(ask()));
                } catch (ProviderFailure e) {
                    told.append(e);
                }
            }
            assertThat(log.lines()).isNotEmpty();
            told.append(log.lines());
        }
        assertThat(told.toString()).doesNotContain(KEY, "unspoken");
    }

    private static void answers(int status, String body) {
        GOOGLE.stubFor(post(GENERATE).willReturn(aResponse().withStatus(status).withBody(body)));
    }

    private ProviderFailure failure() {
        return catchThrowableOfType(
                ProviderFailure.class, () -> factory.llm(settings(Map.of())).chatCompletion(ask()));
    }

    private static ProviderSettings settings(Map<String, String> options) {
        return Fixtures.settings(GOOGLE.getPort(), "gemini-3.8-flash", options, null);
    }

    private static LlmRequest ask() {
        return new LlmRequest("Be brief.", List.of(new ContentPart.Text("Hello unspoken")), null, 100);
    }

    private record LargePicture(Optional<URI> url) implements PictureInput {
        @Override
        public String contentType() {
            return "image/png";
        }

        @Override
        public long sizeBytes() {
            return 25L << 20;
        }

        @Override
        public String sha256() {
            return "0".repeat(64);
        }

        @Override
        public InputStream open() {
            throw new AssertionError("must not be opened");
        }
    }
}
