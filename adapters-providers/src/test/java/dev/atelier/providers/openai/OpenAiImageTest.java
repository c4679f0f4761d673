package dev.atelier.providers.openai;

import static com.github.tomakehurst.wiremock.client.WireMock.aMultipart;
import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.binaryEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiImageTest {
    private static final String GENERATIONS = "/v1/images/generations";
    private static final String EDITS = "/v1/images/edits";

    @RegisterExtension
    static final WireMockExtension OPENAI = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    private final OpenAiProviderFactory factory =
            new OpenAiProviderFactory(new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK);

    @Test
    void wordsBecomeOnePictureAndTheTokensTellItsCost() {
        answers(200, text("openai/picture.json"));

        Submission.Completed done = submit(order("gpt-image-2", "16:9", "low"), Map.of("moderation", "low"));

        assertThat(done.files())
                .singleElement()
                .isInstanceOfSatisfying(
                        ProducedFile.Inline.class,
                        file -> assertThat(file.bytes()).startsWith(0x89, 'P', 'N', 'G'));
        // 12 x 5 + 200 x 8 + 272 x 30 micro-dollars
        assertThat(done.cost()).isEqualTo(new VendorCost(9_820L, null, 212L, 272L));
        OPENAI.verify(
                1,
                postRequestedFor(urlEqualTo(GENERATIONS))
                        .withHeader("Authorization", equalTo("Bearer " + KEY))
                        .withRequestBody(equalToJson("""
                                {"model": "gpt-image-2", "prompt": "a teapot", "n": 1, "quality": "low",
                                 "size": "1536x864", "moderation": "low"}
                                """)));
    }

    @Test
    void picturesGoAsAFormWithTheirTypes() {
        answers(200, text("openai/picture.json"));
        PictureInput picture = Fixtures.picture(new byte[] {1, 2, 3});

        submit(order("gpt-image-2.6-flare", "1:1", "high-2k", picture, picture), Map.of("outputFormat", "webp"));

        OPENAI.verify(
                1,
                postRequestedFor(urlEqualTo(EDITS))
                        .withHeader("Content-Type", containing("multipart/form-data"))
                        .withAnyRequestBodyPart(aMultipart("image[]")
                                .withHeader("Content-Type", equalTo("image/png"))
                                .withHeader("Content-Disposition", containing("filename=\"picture-2.png\""))
                                .withBody(binaryEqualTo(new byte[] {1, 2, 3})))
                        .withAnyRequestBodyPart(aMultipart("model").withBody(equalTo("gpt-image-2.6-flare")))
                        .withAnyRequestBodyPart(aMultipart("prompt").withBody(equalTo("a teapot")))
                        .withAnyRequestBodyPart(aMultipart("quality").withBody(equalTo("high")))
                        .withAnyRequestBodyPart(aMultipart("output_format").withBody(equalTo("webp")))
                        .withAnyRequestBodyPart(aMultipart("size").withBody(equalTo("2048x2048"))));
    }

    @Test
    void oneAloneHasANameOfItsOwn() {
        answers(200, text("openai/picture.json"));

        submit(order("gpt-image-2", null, null, Fixtures.picture("https://store.example.com/a.png")), Map.of());

        OPENAI.verify(
                1,
                postRequestedFor(urlEqualTo(EDITS))
                        .withAnyRequestBodyPart(aMultipart("image").withBody(binaryEqualTo(new byte[] {1, 2, 3, 4}))));
    }

    @Test
    void theMaskGoesAlongAsAPng() {
        answers(200, text("openai/picture.json"));
        PictureInput picture = Fixtures.picture(new byte[] {1, 2, 3});
        PictureInput mask = Fixtures.picture(new byte[] {9, 9});

        submit(
                new ImageOrder(
                        new ModelId("gpt-image-2"),
                        "a teapot",
                        List.of(picture),
                        mask,
                        null,
                        null,
                        null,
                        null,
                        "reference-1"),
                Map.of());

        OPENAI.verify(
                1,
                postRequestedFor(urlEqualTo(EDITS))
                        .withAnyRequestBodyPart(aMultipart("image").withBody(binaryEqualTo(new byte[] {1, 2, 3})))
                        .withAnyRequestBodyPart(aMultipart("mask")
                                .withHeader("Content-Type", equalTo("image/png"))
                                .withHeader("Content-Disposition", containing("filename=\"mask.png\""))
                                .withBody(binaryEqualTo(new byte[] {9, 9}))));
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-image-2, 7:3, low",
        "gpt-image-2, 1:1, splendid",
        "gpt-image-1.5, 16:9, low",
        "gpt-image-1.5, 1:1, high-2k"
    })
    void whatTheModelCannotIsRefusedBeforeAnythingIsSent(String model, String ratio, String quality) {
        ProviderFailure failure = failure(order(model, ratio, quality));

        assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_ORDER);
        OPENAI.verify(0, postRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request_error, invalid_value, INVALID_ORDER",
        "400, invalid_request_error, unsupported_file_mimetype, INVALID_ORDER",
        "400, invalid_request_error, missing_file_mimetype, INVALID_ORDER",
        "400, image_generation_user_error, moderation_blocked, CONTENT_REFUSED",
        "401, invalid_request_error, invalid_api_key, CREDENTIALS",
        "403, invalid_request_error, , CREDENTIALS",
        "403, invalid_request_error, unsupported_model, CREDENTIALS",
        "404, invalid_request_error, model_not_found, INVALID_ORDER",
        "429, rate_limit_error, rate_limit_exceeded, RATE_LIMITED",
        "429, rate_limit_error, slow_down, RATE_LIMITED",
        "429, insufficient_quota, credit_balance_exhausted, VENDOR_BALANCE",
        "429, insufficient_quota, organization_spend_limit_exceeded, VENDOR_BALANCE",
        "500, server_error, , UNAVAILABLE",
        "503, service_unavailable_error, server_is_overloaded, UNAVAILABLE"
    })
    void eachDocumentedRefusalIsSorted(int status, String type, String code, FailureKind kind) {
        answers(status, OpenAiRefusals.error("m", type, code == null ? "" : code));

        assertThat(failure(order("gpt-image-2", null, null)).kind()).isEqualTo(kind);
        OPENAI.verify(1, postRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @CsvSource({"502", "503", "504", "520", "408", "500"})
    void aGatewaysPageLeavesTheOrderInDoubt(int status) {
        answers(status, "<html>bad gateway</html>");

        assertThat(failure(order("gpt-image-2", null, null)).kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN);
        OPENAI.verify(1, postRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @CsvSource({"[], RESULT_UNUSABLE", "[{\"b64_json\": \"%%%\"}], RESULT_UNUSABLE", "{}, OUTCOME_UNKNOWN"})
    void anAnswerWithoutAPictureIsNone(String data, FailureKind kind) {
        answers(200, "{\"created\": 1, \"data\": " + data + "}");

        assertThat(failure(order("gpt-image-2", null, null)).kind()).isEqualTo(kind);
    }

    @Test
    void theWaitIsTold() {
        OPENAI.stubFor(post(GENERATIONS)
                .willReturn(aResponse()
                        .withStatus(429)
                        .withHeader("Retry-After", "12")
                        .withBody(OpenAiRefusals.error("m", "rate_limit_error", "rate_limit_exceeded"))));

        assertThat(failure(order("gpt-image-2", null, null)).retryAfter()).contains(Duration.ofSeconds(12));
    }

    @ParameterizedTest
    @CsvSource({"gpt-image-2-2026-04-21, 9820", "gpt-image-1.5, 10364", "gpt-image-1-mini, 2700", "gpt-image-9, "})
    void aDatedModelCostsWhatItsNameCostsAndAnUnknownOneTellsTokensAlone(String model, Long micros) {
        answers(200, text("openai/picture.json"));

        assertThat(submit(order(model, null, null), Map.of()).cost())
                .isEqualTo(new VendorCost(micros, null, 212L, 272L));
    }

    private static void answers(int status, String body) {
        for (String route : List.of(GENERATIONS, EDITS)) {
            OPENAI.stubFor(post(route).willReturn(aResponse().withStatus(status).withBody(body)));
        }
    }

    private Submission.Completed submit(ImageOrder order, Map<String, String> options) {
        return (Submission.Completed)
                factory.imageGeneration(Fixtures.settings(OPENAI.getPort(), "gpt-image-2", options, null))
                        .submit(order);
    }

    private ProviderFailure failure(ImageOrder order) {
        return catchThrowableOfType(ProviderFailure.class, () -> submit(order, Map.of()));
    }

    private static ImageOrder order(String model, String ratio, String quality, PictureInput... pictures) {
        return new ImageOrder(
                new ModelId(model), "a teapot", List.of(pictures), null, ratio, quality, null, null, "reference-1");
    }
}
