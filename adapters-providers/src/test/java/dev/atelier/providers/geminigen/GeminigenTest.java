package dev.atelier.providers.geminigen;

import static com.github.tomakehurst.wiremock.client.WireMock.aMultipart;
import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.binaryEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static dev.atelier.providers.Fixtures.CLOCK;
import static dev.atelier.providers.Fixtures.KEY;
import static dev.atelier.providers.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.matching.UrlPathPattern;
import dev.atelier.core.fakes.LogCapture;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.provider.VideoOrder;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The answers are assumed: see docs/providers/geminigen.md. */
class GeminigenTest {
    private static final String ID = "0b9c7f0e-5c1a-4d38-9f5e-2f1f6f9a0001";
    private static final VendorTaskId TASK = new VendorTaskId(ID);
    private static final URI FILE = URI.create("https://cdn.geminigen.ai/example/0b9c7f0e.png");

    @RegisterExtension
    static final WireMockExtension GEMINIGEN = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    private final GeminigenProviderFactory factory =
            new GeminigenProviderFactory(new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK);

    @Test
    void anOrderIsAForm() {
        GEMINIGEN.stubFor(post("/generate_image").willReturn(okJson(text("geminigen/accepted.json"))));

        Submission submission = factory.imageGeneration(settings(Map.of("style", "None")))
                .submit(order(List.of(
                        Fixtures.picture("https://img.example.com/a.png"), Fixtures.picture(new byte[] {1, 2, 3}))));

        assertThat(submission).isEqualTo(new Submission.Accepted(TASK, Duration.ofSeconds(10)));
        GEMINIGEN.verify(
                1,
                postRequestedFor(urlEqualTo("/generate_image"))
                        .withHeader("x-api-key", equalTo(KEY))
                        .withRequestBodyPart(field("prompt", "Hello unspoken"))
                        .withRequestBodyPart(field("model", "nano-banana-pro"))
                        .withRequestBodyPart(field("aspect_ratio", "16:9"))
                        .withRequestBodyPart(field("resolution", "2K"))
                        .withRequestBodyPart(field("output_format", "png"))
                        .withRequestBodyPart(field("style", "None"))
                        .withRequestBodyPart(field("file_urls", "https://img.example.com/a.png"))
                        .withRequestBodyPart(aMultipart("files")
                                .withHeader("Content-Type", equalTo("image/png"))
                                .withBody(binaryEqualTo(new byte[] {1, 2, 3}))
                                .build()));
    }

    private static com.github.tomakehurst.wiremock.matching.MultipartValuePattern field(String name, String value) {
        return aMultipart(name).withBody(equalTo(value)).build();
    }

    @Test
    void aMaskIsRefusedRatherThanPaidForAndIgnored() {
        PictureInput picture = Fixtures.picture("https://img.example.com/a.png");
        ImageOrder order = new ImageOrder(
                new ModelId("geminigen/imagen-4"), "x", List.of(picture), picture, null, null, null, null, "ref-1");

        ProviderFailure failure = catchThrowableOfType(
                ProviderFailure.class,
                () -> factory.imageGeneration(settings(Map.of())).submit(order));

        assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_ORDER);
        GEMINIGEN.verify(0, postRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @CsvSource({"veo-3.1-fast, veo", "sora-2, sora", "grok-3, grok"})
    void filmsHaveARouteForEachFamily(String model, String route) {
        GEMINIGEN.stubFor(post("/video-gen/" + route).willReturn(okJson(text("geminigen/accepted.json"))));

        factory.videoGeneration(settings(Map.of())).submit(film(model, List.of()));

        GEMINIGEN.verify(
                1,
                postRequestedFor(urlEqualTo("/video-gen/" + route))
                        .withRequestBodyPart(field("model", model))
                        .withRequestBodyPart(field("duration", "8"))
                        .withRequestBodyPart(field("resolution", "720p")));
    }

    @Test
    void aFilmOutOfPicturesIsRefusedBeforeAnythingIsSent() {
        VideoOrder order = film("veo-3.1", List.of(Fixtures.picture("https://img.example.com/a.png")));

        ProviderFailure failure = catchThrowableOfType(
                ProviderFailure.class,
                () -> factory.videoGeneration(settings(Map.of())).submit(order));

        assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_ORDER);
        GEMINIGEN.verify(0, postRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @CsvSource({
        "400, {\"error_code\": \"API_KEY_REQUIRED\"}, CREDENTIALS",
        "403, {\"error_code\": \"API_KEY_NOT_FOUND\"}, CREDENTIALS",
        "400, {\"error_code\": \"NOT_ENOUGH_CREDIT\"}, VENDOR_BALANCE",
        "200, {\"error_code\": \"NOT_ENOUGH_CREDIT\"}, VENDOR_BALANCE",
        "400, {\"error_code\": \"GEMINI_RATE_LIMIT\"}, RATE_LIMITED",
        "429, \"slow down\", RATE_LIMITED",
        "400, {\"error_code\": \"GEMINI_RAI_MEDIA_FILTERED\"}, CONTENT_REFUSED",
        "422, [{\"loc\": [\"body\"]}], INVALID_ORDER",
        "422, \"Invalid input field\", INVALID_ORDER",
        "401, \"no\", CREDENTIALS",
        "500, {\"error_code\": \"SYSTEM_ERROR\"}, OUTCOME_UNKNOWN",
        "503, \"down\", OUTCOME_UNKNOWN",
        "200, \"who knows\", OUTCOME_UNKNOWN"
    })
    void refusalsAreSortedAndTroubleOfTheServerIsInDoubt(int status, String detail, FailureKind kind) {
        GEMINIGEN.stubFor(post("/generate_image")
                .willReturn(aResponse().withStatus(status).withBody("{\"detail\": " + detail + "}")));

        assertThat(failure().kind()).isEqualTo(kind);
        GEMINIGEN.verify(1, postRequestedFor(anyUrl()));
    }

    @Test
    void aLostAnswerIsInDoubtAndSentOnce() {
        for (Fault fault : Fault.values()) {
            GEMINIGEN.resetRequests();
            GEMINIGEN.stubFor(post("/generate_image").willReturn(aResponse().withFault(fault)));

            assertThat(failure().kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN);
            GEMINIGEN.verify(1, postRequestedFor(anyUrl()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "{\"data\": %s}", "{\"result\": %s}"})
    void aJobIsFoundWhereverItStands(String wrapper) {
        GEMINIGEN.stubFor(
                post("/generate_image").willReturn(okJson(wrapper.formatted(text("geminigen/accepted.json")))));
        history(wrapper.formatted(text("geminigen/completed.json")));

        assertThat(factory.imageGeneration(settings(Map.of())).submit(order(List.of())))
                .isInstanceOf(Submission.Accepted.class);
        assertThat(poll()).isEqualTo(done());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../account", "a/b", "a?b", "x y"})
    void anIdThatCouldNotStandInAnAddressIsNone(String id) {
        GEMINIGEN.stubFor(post("/generate_image")
                .willReturn(okJson(text("geminigen/accepted.json").replace(ID, id))));

        assertThat(failure().kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"status\": \"2\", \"media_url\": \"https://cdn.geminigen.ai/example/0b9c7f0e.png\"",
                "\"status\": 2, \"generate_result\": {\"media_url\": \"https://cdn.geminigen.ai/example/0b9c7f0e.png\"}",
                "\"status\": 2, \"generated_video\": [{\"video_url\": \"https://cdn.geminigen.ai/example/0b9c7f0e.png\"}]"
            })
    void theFileIsFoundInWhateverShapeItsAddressComes(String fields) {
        history("{\"uuid\": \"%s\", %s}".formatted(ID, fields));

        assertThat(poll()).isEqualTo(done());
        GEMINIGEN.verify(1, getRequestedFor(urlEqualTo("/history/" + ID)).withHeader("x-api-key", equalTo(KEY)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"generate_result\": null", "\"media_url\": \"\"", "\"generate_result\": \"nowhere\""})
    void doneWithoutAFileIsUnusable(String fields) {
        history("{\"uuid\": \"%s\", \"status\": 2, %s}".formatted(ID, fields));

        assertThat(((TaskProgress.Failed) poll()).kind()).isEqualTo(FailureKind.RESULT_UNUSABLE);
    }

    @Test
    void aFailureIsSortedByItsCodeAndTellsNoWords() {
        history(text("geminigen/failed.json"));
        assertThat(poll())
                .isEqualTo(new TaskProgress.Failed(
                        FailureKind.CONTENT_REFUSED, "The job failed: gemini_rai_media_filtered.", VendorCost.UNTOLD));

        history(text("geminigen/failed.json").replace("GEMINI_RAI_MEDIA_FILTERED", "SYSTEM_ERROR"));
        assertThat(((TaskProgress.Failed) poll()).kind()).isEqualTo(FailureKind.VENDOR_FAILED);
    }

    @Test
    void anAnswerAboutAnotherJobDecidesNothing() {
        history(text("geminigen/completed.json").replace(ID, "another"));

        assertThat(catchThrowableOfType(ProviderFailure.class, this::poll).kind())
                .isEqualTo(FailureKind.UNAVAILABLE);
    }

    @Test
    void aCheckIsFreeAndNeverThrows() {
        UrlPathPattern route = urlPathEqualTo("/histories");
        GEMINIGEN.stubFor(get(route).willReturn(okJson("{\"result\": []}")));
        assertThat(factory.check(Category.IMAGE_GENERATION, settings(Map.of())).reachable())
                .isTrue();

        GEMINIGEN.stubFor(get(route)
                .willReturn(
                        aResponse().withStatus(403).withBody("{\"detail\": {\"error_code\": \"API_KEY_NOT_FOUND\"}}")));
        assertThat(factory.check(Category.VIDEO, settings(Map.of())).detail())
                .contains("refused the API key")
                .doesNotContain(KEY);
    }

    @Test
    void neitherLogNorMessageHoldsASecret() {
        StringBuilder told = new StringBuilder();
        try (LogCapture log = new LogCapture()) {
            for (String body : List.of(
                    text("geminigen/accepted.json"),
                    "{\"detail\": {\"error_code\": \"key %s\", \"message\": \"Hello unspoken\"}}".formatted(KEY),
                    "{\"detail\": \"Hello unspoken %s\"}".formatted(KEY))) {
                GEMINIGEN.stubFor(post("/generate_image").willReturn(okJson(body)));
                try {
                    told.append(factory.imageGeneration(settings(Map.of())).submit(order(List.of())));
                } catch (ProviderFailure e) {
                    told.append(e);
                }
            }
            assertThat(log.lines()).isNotEmpty();
            told.append(log.lines());
        }
        assertThat(told.toString()).doesNotContain(KEY, "unspoken");
    }

    private static TaskProgress done() {
        return new TaskProgress.Succeeded(List.of(new ProducedFile.Remote(FILE)), VendorCost.UNTOLD, null);
    }

    private static void history(String body) {
        GEMINIGEN.stubFor(get("/history/" + ID).willReturn(okJson(body)));
    }

    private TaskProgress poll() {
        return factory.imageGeneration(settings(Map.of())).poll(TASK);
    }

    private ProviderFailure failure() {
        return catchThrowableOfType(
                ProviderFailure.class,
                () -> factory.imageGeneration(settings(Map.of())).submit(order(List.of())));
    }

    private static ImageOrder order(List<PictureInput> images) {
        return new ImageOrder(
                new ModelId("geminigen/nano-banana-pro"),
                "Hello unspoken",
                images,
                null,
                "16:9",
                "2K",
                42L,
                null,
                "ref-1");
    }

    private static VideoOrder film(String model, List<PictureInput> images) {
        return new VideoOrder(
                new ModelId("geminigen/" + model), "Hello unspoken", images, "16:9", "720p", 8, null, null, "ref-1");
    }

    private static ProviderSettings settings(Map<String, String> options) {
        return Fixtures.settings(GEMINIGEN.getPort(), "geminigen/nano-banana-pro", options, null);
    }
}
