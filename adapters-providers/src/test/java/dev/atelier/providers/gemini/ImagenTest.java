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
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.PictureInput;
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

class ImagenTest {
    private static final String MODEL = "imagen-4.0-generate-001";
    private static final String PREDICT = "/v1beta/models/" + MODEL + ":predict";

    @RegisterExtension
    static final WireMockExtension GOOGLE = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    @Test
    void asksForOnePictureAndForTheReasonOfWhatIsFiltered() {
        answers(200, text("gemini/imagen.json"));

        Submission submission = submit(MODEL, Map.of(), List.of());

        assertThat(submission).isInstanceOfSatisfying(Submission.Completed.class, done -> {
            assertThat(done.files()).hasSize(1);
            assertThat(done.cost()).isEqualTo(VendorCost.ofMicros(40_000));
        });
        GOOGLE.verify(
                1,
                postRequestedFor(urlEqualTo(PREDICT))
                        .withHeader("x-goog-api-key", equalTo(KEY))
                        .withRequestBody(equalToJson("""
                                {"instances": [{"prompt": "A red dot"}],
                                 "parameters": {"sampleCount": 1, "includeRaiReason": true, "aspectRatio": "4:3",
                                    "sampleImageSize": "1K"}}
                                """)));
    }

    @Test
    void anyModelCanBeUsedByThisRouteIfItsRowSaysSo() {
        GOOGLE.stubFor(
                post("/v1beta/models/paint-1:predict").willReturn(aResponse().withBody(text("gemini/imagen.json"))));

        Submission submission = submit("paint-1", Map.of("route", "predict", "usdPerPicture", "0.011"), List.of());

        assertThat(((Submission.Completed) submission).cost()).isEqualTo(VendorCost.ofMicros(11_000));
    }

    @Test
    void whatIsFilteredIsRefused() {
        answers(200, "{\"predictions\": [{\"raiFilteredReason\": \"Filtered.\"}]}");
        assertThat(failure(List.of()).kind()).isEqualTo(FailureKind.CONTENT_REFUSED);

        answers(200, "{}");
        assertThat(failure(List.of()).kind()).isEqualTo(FailureKind.CONTENT_REFUSED);

        answers(200, "{\"predictions\": [{\"mimeType\": \"image/png\"}]}");
        assertThat(failure(List.of()).kind()).isEqualTo(FailureKind.RESULT_UNUSABLE);
    }

    @Test
    void aModelThatIsGoneIsAnInvalidOrder() {
        answers(404, GeminiRefusals.body(FailureKind.INVALID_ORDER));

        assertThat(failure(List.of()).kind()).isEqualTo(FailureKind.INVALID_ORDER);
    }

    @Test
    void picturesToWorkFromAreRefusedBeforeAnythingIsSent() {
        assertThat(failure(List.of(Fixtures.picture(new byte[3]))).kind()).isEqualTo(FailureKind.INVALID_ORDER);
        GOOGLE.verify(0, postRequestedFor(anyUrl()));
    }

    private static void answers(int status, String body) {
        GOOGLE.stubFor(post(PREDICT).willReturn(aResponse().withStatus(status).withBody(body)));
    }

    private static ProviderFailure failure(List<PictureInput> pictures) {
        return catchThrowableOfType(ProviderFailure.class, () -> submit(MODEL, Map.of(), pictures));
    }

    private static Submission submit(String model, Map<String, String> options, List<PictureInput> pictures) {
        return new GeminiProviderFactory(new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
                .imageGeneration(Fixtures.settings(GOOGLE.getPort(), model, options, null))
                .submit(new ImageOrder(
                        new ModelId(model), "A red dot", pictures, null, "4:3", "1K", null, null, "ref-1"));
    }
}
