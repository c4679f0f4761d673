package dev.atelier.providers.gemini;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
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
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.provider.VideoOrder;
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
import org.junit.jupiter.params.provider.ValueSource;

class VeoTest {
    private static final String MODEL = "veo-3.1-generate-preview";
    private static final String START = "/v1beta/models/" + MODEL + ":predictLongRunning";
    private static final String NAME = "models/" + MODEL + "/operations/op0001";

    @RegisterExtension
    static final WireMockExtension GOOGLE = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    private final PictureInput first = Fixtures.picture(new byte[] {1, 2, 3});
    private final PictureInput last = Fixtures.picture(new byte[] {4, 5, 6});

    @Test
    void startsAFilmFromItsFirstAndItsLastPicture() {
        starts(text("gemini/veo-started.json"));

        Submission submission = provider(Map.of("negativePrompt", "text", "personGeneration", "allow_adult"))
                .submit(order(MODEL, List.of(first, last), "9:16", "1080p", 6));

        assertThat(((Submission.Accepted) submission).task()).isEqualTo(new VendorTaskId(NAME + "#6s@1080p"));
        GOOGLE.verify(
                1,
                postRequestedFor(urlEqualTo(START))
                        .withHeader("x-goog-api-key", equalTo(KEY))
                        .withRequestBody(equalToJson("""
                                {"instances": [{"prompt": "A red dot drifts",
                                    "image": {"bytesBase64Encoded": "AQID", "mimeType": "image/png"},
                                    "lastFrame": {"bytesBase64Encoded": "BAUG", "mimeType": "image/png"}}],
                                 "parameters": {"aspectRatio": "9:16", "resolution": "1080p", "durationSeconds": 6,
                                    "negativePrompt": "text", "personGeneration": "allow_adult"}}
                                """)));
    }

    @Test
    void whatWasNotWishedForIsNotSentButTheSecondsThatArePaid() {
        starts(text("gemini/veo-started.json"));

        provider(Map.of()).submit(order(MODEL, List.of(), null, null, null));

        GOOGLE.verify(postRequestedFor(urlEqualTo(START)).withRequestBody(equalToJson("""
                {"instances": [{"prompt": "A red dot drifts"}], "parameters": {"durationSeconds": 8}}
                """)));
    }

    @Test
    void aThirdPictureIsRefusedBeforeAnythingIsSent() {
        assertThat(failure(order(MODEL, List.of(first, last, first), null, null, null))
                        .kind())
                .isEqualTo(FailureKind.INVALID_ORDER);
        assertThat(failure(order("gemini-3-pro-image", List.of(), null, null, null))
                        .kind())
                .isEqualTo(FailureKind.INVALID_ORDER);
        GOOGLE.verify(0, postRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "models/m/operations/../../files", "https://evil.example/x", "a b", "/etc"})
    void anAcceptedOrderWithoutAUsableNameIsInDoubt(String name) {
        starts("{\"name\": \"" + name + "\"}");

        assertThat(failure(order(MODEL, List.of(), null, null, null)).kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN);
    }

    @Test
    void anotherProcessFindsTheFilmByTheNameAloneAndKnowsItsPrice() {
        operation(200, text("gemini/veo-done.json"));

        TaskProgress progress = provider(Map.of()).poll(new VendorTaskId(NAME + "#6s@4k"));

        assertThat(progress).isInstanceOfSatisfying(TaskProgress.Succeeded.class, done -> {
            assertThat(done.files()).hasSize(1);
            assertThat(done.cost()).isEqualTo(VendorCost.ofMicros(3_600_000));
        });
        GOOGLE.verify(getRequestedFor(urlEqualTo("/v1beta/" + NAME)).withHeader("x-goog-api-key", equalTo(KEY)));
    }

    @Test
    void aPriceThatNobodyKnowsIsLeftUntoldAndAnAdminsOwnWins() {
        operation(200, text("gemini/veo-done.json"));

        assertThat(done(Map.of(), NAME + "#8s@8k").cost()).isEqualTo(VendorCost.UNTOLD);
        assertThat(done(Map.of(), NAME).cost()).isEqualTo(VendorCost.UNTOLD);
        assertThat(done(Map.of("usdPerSecond", "0.25"), NAME + "#8s@8k").cost())
                .isEqualTo(VendorCost.ofMicros(2_000_000));
    }

    @Test
    void theKeyGoesAlongOnlyToTheRowsOwnHost() {
        String own = "http://localhost:" + GOOGLE.getPort();
        operation(200, text("gemini/veo-done.json").replace("https://generativelanguage.googleapis.com", own));
        assertThat(done(Map.of(), NAME).files())
                .containsExactly(new ProducedFile.Remote(
                        URI.create(own + "/v1beta/files/vid0001:download?alt=media"),
                        Map.of("x-goog-api-key", Secret.of(KEY))));

        for (String other : List.of(
                "https://generativelanguage.googleapis.com",
                "http://localhost:1",
                "https://localhost:" + GOOGLE.getPort(),
                own.replace("localhost", "localhost.evil.example"))) {
            operation(200, text("gemini/veo-done.json").replace("https://generativelanguage.googleapis.com", other));
            assertThat(done(Map.of(), NAME).files())
                    .as(other)
                    .containsExactly(
                            new ProducedFile.Remote(URI.create(other + "/v1beta/files/vid0001:download?alt=media")));
        }
    }

    @Test
    void aFilmThatWasFilteredTellsTheSupportCodeAndNoMore() {
        operation(200, text("gemini/veo-filtered.json"));

        assertThat(provider(Map.of()).poll(new VendorTaskId(NAME)))
                .isEqualTo(new TaskProgress.Failed(
                        FailureKind.CONTENT_REFUSED,
                        "The film was filtered. Support code 58061214.",
                        VendorCost.UNTOLD));
    }

    @ParameterizedTest
    @CsvSource({
        "3, Invalid input image., INVALID_ORDER",
        "3, The prompt violates our usage guidelines., CONTENT_REFUSED",
        "5, Not found., INVALID_ORDER",
        "7, Denied., CREDENTIALS",
        "8, Quota., VENDOR_BALANCE",
        "13, Internal., VENDOR_FAILED",
        "14, Unavailable., VENDOR_FAILED"
    })
    void aFailedOperationIsSortedByItsCode(int code, String words, FailureKind kind) {
        operation(
                200,
                "{\"name\": \"%s\", \"done\": true, \"error\": {\"code\": %d, \"message\": \"%s\"}}"
                        .formatted(NAME, code, words));

        assertThat(provider(Map.of()).poll(new VendorTaskId(NAME)))
                .isInstanceOfSatisfying(
                        TaskProgress.Failed.class,
                        failed -> assertThat(failed.kind()).isEqualTo(kind));
    }

    @Test
    void anEndWithoutAFilmIsNoSuccess() {
        operation(200, "{\"name\": \"%s\", \"done\": true, \"response\": {}}".formatted(NAME));

        assertThat(provider(Map.of()).poll(new VendorTaskId(NAME)))
                .isInstanceOfSatisfying(
                        TaskProgress.Failed.class,
                        failed -> assertThat(failed.kind()).isEqualTo(FailureKind.RESULT_UNUSABLE));
    }

    @Test
    void anAnswerAboutAnotherOperationDecidesNothing() {
        operation(200, text("gemini/veo-done.json").replace("op0001", "op0002"));

        ProviderFailure failure = catchThrowableOfType(
                ProviderFailure.class, () -> provider(Map.of()).poll(new VendorTaskId(NAME)));

        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
    }

    private static void starts(String body) {
        GOOGLE.stubFor(post(START).willReturn(okJson(body)));
    }

    private static void operation(int status, String body) {
        GOOGLE.stubFor(
                get("/v1beta/" + NAME).willReturn(aResponse().withStatus(status).withBody(body)));
    }

    private static TaskProgress.Succeeded done(Map<String, String> options, String task) {
        return (TaskProgress.Succeeded) provider(options).poll(new VendorTaskId(task));
    }

    private static ProviderFailure failure(VideoOrder order) {
        return catchThrowableOfType(
                ProviderFailure.class, () -> provider(Map.of()).submit(order));
    }

    private static VideoGenerationProvider provider(Map<String, String> options) {
        return new GeminiProviderFactory(new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
                .videoGeneration(Fixtures.settings(GOOGLE.getPort(), MODEL, options, null));
    }

    private static VideoOrder order(
            String model, List<PictureInput> images, String ratio, String quality, Integer seconds) {
        return new VideoOrder(
                new ModelId(model), "A red dot drifts", images, ratio, quality, seconds, null, null, "ref-1");
    }
}
