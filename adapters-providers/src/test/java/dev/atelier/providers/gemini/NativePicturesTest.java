package dev.atelier.providers.gemini;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
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
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativePicturesTest {
    private static final String MODEL = "gemini-nano-banana-2.1";
    private static final String GENERATE = "/v1beta/models/" + MODEL + ":generateContent";

    @RegisterExtension
    static final WireMockExtension GOOGLE = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    @Test
    void sendsPicturesBeforeTheWordsAndReadsThePictureThatIsNoDraft() {
        answers(200, text("gemini/picture.json"));

        Submission submission = submit(
                Map.of("thinkingLevel", "LOW", "personGeneration", "ALLOW_ADULT"),
                order(List.of(Fixtures.picture(new byte[] {1, 2, 3})), "16:9", "2K"));

        assertThat(submission).isInstanceOfSatisfying(Submission.Completed.class, done -> {
            assertThat(done.files())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            ProducedFile.Inline.class,
                            file -> assertThat(file.bytes()).startsWith(0x89, 'P', 'N', 'G'));
            // 6 x 1.50 read, 1120 x 30 drawn, 150 x 7.50 thought: micro-dollars
            assertThat(done.cost()).isEqualTo(new VendorCost(34_734L, null, 6L, 1_270L));
        });
        GOOGLE.verify(
                1,
                postRequestedFor(urlEqualTo(GENERATE))
                        .withHeader("x-goog-api-key", equalTo(KEY))
                        .withRequestBody(equalToJson("""
                                {"contents": [{"role": "user", "parts": [
                                    {"inlineData": {"mimeType": "image/png", "data": "AQID"}}, {"text": "A red dot, unspoken"}]}],
                                 "generationConfig": {"responseModalities": ["TEXT", "IMAGE"],
                                    "imageConfig": {"aspectRatio": "16:9", "imageSize": "2K", "personGeneration": "ALLOW_ADULT"},
                                    "thinkingConfig": {"thinkingLevel": "LOW"}}}
                                """)));
    }

    @Test
    void whatWasNotWishedForIsNotSent() {
        answers(200, text("gemini/picture.json"));

        submit(Map.of(), order(List.of(), null, null));

        GOOGLE.verify(postRequestedFor(urlEqualTo(GENERATE)).withRequestBody(equalToJson("""
                {"contents": [{"role": "user", "parts": [{"text": "A red dot, unspoken"}]}],
                 "generationConfig": {"responseModalities": ["TEXT", "IMAGE"]}}
                """)));
    }

    @Test
    void aModelWithoutAListPriceTellsItsTokensAlone() {
        GOOGLE.stubFor(post("/v1beta/models/gemini-9-image:generateContent")
                .willReturn(aResponse().withBody(text("gemini/picture.json"))));

        Submission submission = provider(Map.of())
                .submit(new ImageOrder(
                        new ModelId("gemini-9-image"), "A red dot", List.of(), null, null, null, null, null, "ref-1"));

        assertThat(((Submission.Completed) submission).cost()).isEqualTo(new VendorCost(null, null, 6L, 1_270L));
    }

    @ParameterizedTest
    @CsvSource({
        "IMAGE_SAFETY, CONTENT_REFUSED",
        "IMAGE_PROHIBITED_CONTENT, CONTENT_REFUSED",
        "IMAGE_RECITATION, CONTENT_REFUSED",
        "IMAGE_OTHER, CONTENT_REFUSED",
        "SAFETY, CONTENT_REFUSED",
        "SPII, CONTENT_REFUSED",
        "STOP, CONTENT_REFUSED",
        "NO_IMAGE, RESULT_UNUSABLE",
        "MAX_TOKENS, VENDOR_FAILED",
        "MALFORMED_FUNCTION_CALL, VENDOR_FAILED"
    })
    void anAnswerWithoutAPictureIsSortedByItsReason(String reason, FailureKind kind) {
        answers(200, text("gemini/picture-filtered.json").replace("IMAGE_SAFETY", reason));

        assertThat(failure(List.of()).kind()).isEqualTo(kind);
    }

    @Test
    void aPromptThatIsBlockedIsRefused() {
        answers(200, text("gemini/prompt-blocked.json"));

        assertThat(failure(List.of()).kind()).isEqualTo(FailureKind.CONTENT_REFUSED);
    }

    @Test
    void wordsWithoutAPictureAreARefusal() {
        answers(200, text("gemini/text.json"));

        assertThat(failure(List.of()).kind()).isEqualTo(FailureKind.CONTENT_REFUSED);
    }

    @Test
    void aPictureThatIsNoBase64IsNone() {
        answers(200, text("gemini/picture.json").replace("iVBORw0K", "%%%%"));

        assertThat(failure(List.of()).kind()).isEqualTo(FailureKind.CONTENT_REFUSED);
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_ARGUMENT, INVALID_ORDER",
        "400, FAILED_PRECONDITION, VENDOR_BALANCE",
        "403, PERMISSION_DENIED, CREDENTIALS",
        "404, NOT_FOUND, INVALID_ORDER",
        "429, RESOURCE_EXHAUSTED, RATE_LIMITED",
        "499, CANCELLED, OUTCOME_UNKNOWN",
        "500, INTERNAL, UNAVAILABLE",
        "503, UNAVAILABLE, UNAVAILABLE",
        "504, DEADLINE_EXCEEDED, OUTCOME_UNKNOWN"
    })
    void errorsAreSorted(int status, String word, FailureKind kind) {
        answers(status, GeminiRefusals.error(status, "m", word));

        assertThat(failure(List.of()).kind()).isEqualTo(kind);
        GOOGLE.verify(1, postRequestedFor(anyUrl()));
    }

    @Test
    void anErrorPageOfAGatewayLeavesTheOrderInDoubt() {
        answers(502, "<html>bad gateway</html>");

        assertThat(failure(List.of()).kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN);
    }

    @Test
    void anAnswerTooLargeToBeOneLeavesTheOrderInDoubt() {
        answers(200, "{\"candidates\": [\"" + "A".repeat(41 << 20) + "\"]}");

        assertThat(failure(List.of()).kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN);
        GOOGLE.verify(1, postRequestedFor(anyUrl()));
    }

    @Test
    void picturesTooLargeTogetherAreRefusedBeforeAnythingIsSent() {
        List<PictureInput> six = java.util.Collections.nCopies(6, Fixtures.picture(new byte[13 << 20]));

        assertThat(failure(six).kind()).isEqualTo(FailureKind.INVALID_ORDER);
        GOOGLE.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void aModelThatMakesFilmsIsRefusedBeforeAnythingIsSent() {
        ProviderFailure failure = catchThrowableOfType(
                ProviderFailure.class,
                () -> provider(Map.of())
                        .submit(new ImageOrder(
                                new ModelId("veo-3.1-generate-preview"),
                                "A dot",
                                List.of(),
                                null,
                                null,
                                null,
                                null,
                                null,
                                "r")));

        assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_ORDER);
        GOOGLE.verify(0, postRequestedFor(anyUrl()));
    }

    /** An admin may have said of a model that it takes one. */
    @Test
    void aMaskIsRefusedBeforeAnythingIsSent() {
        PictureInput picture = Fixtures.picture(new byte[8]);
        ImageOrder masked =
                new ImageOrder(new ModelId(MODEL), "A dot", List.of(picture), picture, null, null, null, null, "r");

        ProviderFailure failure = catchThrowableOfType(ProviderFailure.class, () -> submit(Map.of(), masked));

        assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_ORDER);
        GOOGLE.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void neitherLogNorMessageHoldsASecret() {
        StringBuilder told = new StringBuilder();
        try (LogCapture log = new LogCapture()) {
            for (String body : List.of(
                    text("gemini/picture.json"),
                    "{\"error\": {\"message\": \"key %s, prompt unspoken\", \"status\": \"X %s\"}}".formatted(KEY, KEY),
                    "<html>" + KEY + " unspoken")) {
                answers(200, body);
                try {
                    told.append(submit(Map.of(), order(List.of(), null, null)));
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

    private static Submission submit(Map<String, String> options, ImageOrder order) {
        return provider(options).submit(order);
    }

    private static ProviderFailure failure(List<PictureInput> pictures) {
        return catchThrowableOfType(ProviderFailure.class, () -> submit(Map.of(), order(pictures, null, null)));
    }

    private static dev.atelier.core.provider.spi.ImageGenerationProvider provider(Map<String, String> options) {
        return new GeminiProviderFactory(new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
                .imageGeneration(Fixtures.settings(GOOGLE.getPort(), MODEL, options, null));
    }

    private static ImageOrder order(List<PictureInput> pictures, String ratio, String quality) {
        return new ImageOrder(
                new ModelId(MODEL), "A red dot, unspoken", pictures, null, ratio, quality, null, null, "ref-1");
    }
}
