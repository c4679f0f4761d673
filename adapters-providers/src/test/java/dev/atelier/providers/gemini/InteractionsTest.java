package dev.atelier.providers.gemini;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
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
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.provider.spi.VideoGenerationProvider;
import dev.atelier.core.secret.Secret;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InteractionsTest {
    private static final String OMNI = "gemini-omni-1.1-flash";
    private static final String BANANA = "gemini-nano-banana-2.1";
    private static final String START = "/v1beta/interactions";
    private static final String TASK = "interactions/v1_int_0001";

    @RegisterExtension
    static final WireMockExtension GOOGLE = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    private final PictureInput picture = Fixtures.picture(new byte[] {1, 2, 3});

    @Test
    void startsAFilmInTheBackgroundAndWritesTheTimeAsGoogleDoes() {
        starts(text("gemini/interaction-running.json"));

        Submission submission = films(Map.of())
                .submit(new VideoOrder(
                        new ModelId(OMNI), "The dot drifts", List.of(picture), "16:9", "720p", 8, 7L, null, "ref-1"));

        assertThat(((Submission.Accepted) submission).task()).isEqualTo(new VendorTaskId(TASK + "#8s@720p"));
        GOOGLE.verify(
                1,
                postRequestedFor(urlEqualTo(START))
                        .withHeader("x-goog-api-key", equalTo(KEY))
                        .withRequestBody(equalToJson("""
                                {"model": "gemini-omni-1.1-flash", "background": true,
                                 "input": [{"type": "image", "mime_type": "image/png", "data": "AQID"},
                                           {"type": "text", "text": "The dot drifts"}],
                                 "response_format": {"type": "video", "delivery": "uri", "aspect_ratio": "16:9",
                                    "resolution": "720p", "duration": "8s"},
                                 "generation_config": {"seed": 7}}
                                """)));
    }

    @Test
    void drawsAPictureByTheSameRouteIfTheRowSaysSo() {
        starts(text("gemini/interaction-image.json"));

        Submission submission = pictures()
                .submit(new ImageOrder(
                        new ModelId(BANANA), "A red dot", List.of(), null, "4:3", "1K", null, null, "ref-1"));

        assertThat(submission).isInstanceOfSatisfying(Submission.Completed.class, done -> {
            assertThat(done.files()).singleElement().isInstanceOf(ProducedFile.Inline.class);
            // 6 x 1.50 read, 1120 x 30 drawn: micro-dollars
            assertThat(done.cost()).isEqualTo(new VendorCost(33_609L, null, 6L, 1_120L));
        });
        GOOGLE.verify(postRequestedFor(urlEqualTo(START)).withRequestBody(equalToJson("""
                {"model": "gemini-nano-banana-2.1", "input": [{"type": "text", "text": "A red dot"}],
                 "response_format": {"type": "image", "delivery": "inline", "aspect_ratio": "4:3", "image_size": "1K"}}
                """)));
    }

    @Test
    void aPictureThatIsNotThereAtOnceIsPolled() {
        starts(text("gemini/interaction-running.json"));
        interaction(200, text("gemini/interaction-image.json"));
        ImageGenerationProvider provider = pictures();

        Submission submission = provider.submit(
                new ImageOrder(new ModelId(BANANA), "A red dot", List.of(), null, null, null, null, null, "ref-1"));

        assertThat(provider.poll(((Submission.Accepted) submission).task())).isInstanceOf(TaskProgress.Succeeded.class);
    }

    @Test
    void aFilmIsPaidByItsTokensUnlessAnAdminHasSetAPriceOfTheSecond() {
        interaction(200, text("gemini/interaction-video.json"));

        // 300 x 1.50 read, 46,000 x 17.50 filmed: micro-dollars
        assertThat(done(Map.of()).cost()).isEqualTo(new VendorCost(805_450L, null, 300L, 46_000L));
        assertThat(done(Map.of("usdPerSecond", "0.11")).cost())
                .isEqualTo(new VendorCost(880_000L, null, 300L, 46_000L));
        interaction(200, text("gemini/interaction-video.json").replace(OMNI, "gemini-omni-9"));
        assertThat(done(Map.of()).cost()).isEqualTo(new VendorCost(null, null, 300L, 46_000L));
    }

    @Test
    void theKeyGoesAlongToTheRowsOwnHost() {
        String own = "http://localhost:" + GOOGLE.getPort();
        interaction(
                200,
                text("gemini/interaction-video.json")
                        .replace("https://generativelanguage.googleapis.com", own)
                        .replace("?alt=media", ""));

        assertThat(done(Map.of()).files())
                .containsExactly(new ProducedFile.Remote(
                        URI.create(own + "/v1beta/files/vid0002:download?alt=media"),
                        Map.of("x-goog-api-key", Secret.of(KEY))));
    }

    @ParameterizedTest
    @CsvSource({
        "failed, VENDOR_FAILED",
        "cancelled, VENDOR_FAILED",
        "incomplete, VENDOR_FAILED",
        "requires_action, VENDOR_FAILED",
        "budget_exceeded, VENDOR_BALANCE"
    })
    void eachEndThatIsNoSuccessIsSorted(String status, FailureKind kind) {
        interaction(200, text("gemini/interaction-running.json").replace("in_progress", status));

        assertThat(poll())
                .isInstanceOfSatisfying(
                        TaskProgress.Failed.class,
                        failed -> assertThat(failed.kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @CsvSource({"queued", "in_progress", "some_new_word"})
    void everyOtherWordIsWorkGoingOn(String status) {
        interaction(200, text("gemini/interaction-running.json").replace("in_progress", status));

        assertThat(poll()).isInstanceOf(TaskProgress.Running.class);
    }

    @Test
    void aSuccessInWordsAloneIsARefusal() {
        interaction(
                200,
                text("gemini/interaction-video.json")
                        .replace("\"type\": \"video\"", "\"type\": \"text\", \"text\": \"I cannot.\""));

        assertThat(poll()).isInstanceOfSatisfying(TaskProgress.Failed.class, failed -> {
            assertThat(failed.kind()).isEqualTo(FailureKind.CONTENT_REFUSED);
            assertThat(failed.message()).doesNotContain("I cannot");
        });
    }

    @Test
    void aSuccessWithoutAnythingIsNone() {
        interaction(200, "{\"id\": \"v1_int_0001\", \"status\": \"completed\"}");

        assertThat(poll())
                .isInstanceOfSatisfying(
                        TaskProgress.Failed.class,
                        failed -> assertThat(failed.kind()).isEqualTo(FailureKind.RESULT_UNUSABLE));
    }

    @Test
    void outputsWithoutStepsAreReadToo() {
        interaction(
                200,
                "{\"id\": \"v1_int_0001\", \"status\": \"completed\", \"outputs\": [{\"type\": \"video\", \"data\": \"AAAA\"}]}");

        assertThat(poll()).isInstanceOf(TaskProgress.Succeeded.class);
    }

    @Test
    void aBadKeyOnAPollIsNoWorkGoingOn() {
        interaction(400, text("gemini/bad-key.json"));

        assertThat(catchThrowableOfType(ProviderFailure.class, this::poll).kind())
                .isEqualTo(FailureKind.CREDENTIALS);
    }

    @Test
    void errorsInAListAreReadToo() {
        GOOGLE.stubFor(
                post(START).willReturn(aResponse().withStatus(429).withBody("[" + text("gemini/quota.json") + "]")));

        ProviderFailure failure = catchThrowableOfType(
                ProviderFailure.class,
                () -> films(Map.of())
                        .submit(new VideoOrder(
                                new ModelId(OMNI), "The dot", List.of(), null, null, null, null, null, "ref-1")));

        assertThat(failure.kind()).isEqualTo(FailureKind.RATE_LIMITED);
    }

    private static void starts(String body) {
        GOOGLE.stubFor(post(START).willReturn(okJson(body)));
    }

    private static void interaction(int status, String body) {
        GOOGLE.stubFor(
                get("/v1beta/" + TASK).willReturn(aResponse().withStatus(status).withBody(body)));
    }

    private TaskProgress poll() {
        return films(Map.of()).poll(new VendorTaskId(TASK));
    }

    private static TaskProgress.Succeeded done(Map<String, String> options) {
        return (TaskProgress.Succeeded) films(options).poll(new VendorTaskId(TASK + "#8s@720p"));
    }

    private static VideoGenerationProvider films(Map<String, String> options) {
        return factory().videoGeneration(settings(OMNI, options));
    }

    private static ImageGenerationProvider pictures() {
        return factory().imageGeneration(settings(BANANA, Map.of("route", "interactions")));
    }

    private static ProviderSettings settings(String model, Map<String, String> options) {
        return Fixtures.settings(GOOGLE.getPort(), model, options, null);
    }

    private static GeminiProviderFactory factory() {
        return new GeminiProviderFactory(new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK);
    }
}
