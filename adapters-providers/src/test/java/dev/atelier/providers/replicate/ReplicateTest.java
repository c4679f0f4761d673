package dev.atelier.providers.replicate;

import static com.github.tomakehurst.wiremock.client.WireMock.aMultipart;
import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.binaryEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static dev.atelier.providers.Fixtures.CLOCK;
import static dev.atelier.providers.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.core.fakes.LogCapture;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicateTest {
    private static final String EDIT = "qwen/qwen-image-edit";
    private static final String KONTEXT = "black-forest-labs/flux-kontext-max";
    private static final String SCHNELL = "black-forest-labs/flux-schnell";
    private static final VendorTaskId TASK = new VendorTaskId("ufawqhfynnddngldkgtslldrkq");
    private static final PictureInput PICTURE = Fixtures.picture("https://img.example.com/a.png");
    private static final URI CALLBACK = URI.create("https://media.example.com/hooks/secret-token-canary");

    @RegisterExtension
    static final WireMockExtension REPLICATE = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    @Test
    void anOrderGoesToItsModelWithPictureWebhookAndWait() {
        answers(jsonResponse(text("replicate/starting.json"), 201));

        Submission submission = submit(new ImageOrder(
                new ModelId(EDIT), "Remove the lamp", List.of(PICTURE), null, null, null, 7L, CALLBACK, "r"));

        assertThat(submission).isEqualTo(new Submission.Accepted(TASK, Duration.ofSeconds(3)));
        REPLICATE.verify(
                1,
                postRequestedFor(urlEqualTo("/v1/models/qwen/qwen-image-edit/predictions"))
                        .withHeader("Authorization", equalTo("Bearer " + Fixtures.KEY))
                        .withHeader("Prefer", equalTo("wait=10"))
                        .withRequestBody(equalToJson("""
                                {"webhook": "%s", "webhook_events_filter": ["completed"],
                                 "input": {"prompt": "Remove the lamp", "image": "https://img.example.com/a.png",
                                           "seed": 7, "output_format": "png"}}
                                """.formatted(CALLBACK))));
    }

    @Test
    void kontextHasNamesOfItsOwn() {
        answers(jsonResponse(text("replicate/starting.json"), 201));

        submit(order(KONTEXT, "16:9", List.of(PICTURE)));

        REPLICATE.verify(postRequestedFor(anyUrl()).withRequestBody(equalToJson("""
                                {"input": {"prompt": "a teapot", "input_image": "https://img.example.com/a.png",
                                           "aspect_ratio": "16:9", "output_format": "png", "safety_tolerance": 2}}
                                """)));
    }

    @Test
    void theShapeOfThePictureIsKeptUnlessAskedOtherwise() {
        answers(jsonResponse(text("replicate/starting.json"), 201));

        submit(order(KONTEXT, null, List.of(PICTURE)));

        REPLICATE.verify(postRequestedFor(anyUrl())
                .withRequestBody(matchingJsonPath("$.input.aspect_ratio", equalTo("match_input_image"))));
    }

    @ParameterizedTest
    @CsvSource({
        "acme/paint:, /v1/predictions",
        "'', /v1/predictions",
        "deployments/acme/paint, /v1/deployments/acme/paint/predictions"
    })
    void aModelThatIsNotOfficialIsRunByItsVersionOrDeployment(String prefix, String route) {
        answers(jsonResponse(text("replicate/starting.json"), 201));
        String version = "c7d5dc6dd8bf75c1acaa8565735e7986bc5b66206b55cca93cb72c9bf15ccaaa";
        boolean deployed = prefix.startsWith("deployments");

        submit(order(deployed ? prefix : prefix + version, null, List.of(PICTURE)));

        REPLICATE.verify(
                1,
                postRequestedFor(urlEqualTo(route))
                        .withRequestBody(matchingJsonPath("$.version", deployed ? absent() : equalTo(version)))
                        .withRequestBody(
                                matchingJsonPath("$.input.image[0]", equalTo("https://img.example.com/a.png"))));
    }

    @Test
    void namesOfUnknownFieldsAreOptions() {
        answers(jsonResponse(text("replicate/starting.json"), 201));

        provider(Map.of("imageField", "photo", "imageFieldSingle", "true", "seedField", "", "waitSeconds", "0"))
                .submit(new ImageOrder(
                        new ModelId("acme/paint"), "a teapot", List.of(PICTURE), null, null, null, 7L, null, "r"));

        REPLICATE.verify(postRequestedFor(anyUrl())
                .withHeader("Prefer", absent())
                .withRequestBody(equalToJson(
                        "{\"input\": {\"prompt\": \"a teapot\", \"photo\": \"https://img.example.com/a.png\"}}")));
    }

    @Test
    void aPictureThatNobodyCanReachTravelsInTheMessageIfItIsSmall() {
        answers(jsonResponse(text("replicate/starting.json"), 201));

        submit(order(EDIT, null, List.of(Fixtures.picture(new byte[] {1, 2, 3, 4}))));

        REPLICATE.verify(postRequestedFor(anyUrl())
                .withRequestBody(matchingJsonPath("$.input.image", equalTo("data:image/png;base64,AQIDBA=="))));
    }

    @Test
    void aLargeOneIsUploadedFirstForFree() {
        byte[] large = new byte[256 * 1024 + 1];
        answers(jsonResponse(text("replicate/starting.json"), 201));
        REPLICATE.stubFor(post("/v1/files")
                .withMultipartRequestBody(aMultipart("content").withBody(binaryEqualTo(large)))
                .willReturn(jsonResponse(
                        "{\"id\": \"f\", \"urls\": {\"get\": \"https://api.replicate.com/v1/files/f\"}}", 201)));

        submit(order(EDIT, null, List.of(Fixtures.picture(large))));

        REPLICATE.verify(postRequestedFor(anyUrl())
                .withRequestBody(matchingJsonPath("$.input.image", equalTo("https://api.replicate.com/v1/files/f"))));
    }

    @Test
    void anUploadThatFailsStartsNothing() {
        answers(jsonResponse("{\"detail\": \"no\"}", 500));

        ProviderFailure failure = failure(order(EDIT, null, List.of(Fixtures.picture(new byte[300 * 1024]))));

        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        REPLICATE.verify(0, postRequestedFor(urlEqualTo("/v1/models/qwen/qwen-image-edit/predictions")));
    }

    @Test
    void whatIsMadeWhileWeWaitedIsTakenAtOnce() {
        answers(jsonResponse(text("replicate/succeeded.json"), 201));

        assertThat(submit(order(EDIT, null, List.of(PICTURE))))
                .isEqualTo(new Submission.Completed(
                        List.of(new ProducedFile.Remote(
                                URI.create("https://replicate.delivery/xezq/example/out-0.webp"))),
                        new VendorCost(null, 6.33, null, null)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"processing", "failed", "canceled", "aborted", "a word of next year"})
    void whateverElseIsToldAtOnceIsLeftToThePoll(String status) {
        answers(jsonResponse(text("replicate/succeeded.json").replace("\"succeeded\"", "\"" + status + "\""), 201));

        assertThat(submit(order(EDIT, null, List.of(PICTURE))))
                .isInstanceOfSatisfying(
                        Submission.Accepted.class,
                        accepted -> assertThat(accepted.task()).isEqualTo(TASK));
    }

    @ParameterizedTest
    @ValueSource(strings = {"teapot", "a/b/c", "../v1/account", "a/b:123", "acme/paint?x=1"})
    void whatIsNoModelIsNotSent(String model) {
        answers(jsonResponse(text("replicate/starting.json"), 201));

        assertThat(failure(order(model, null, List.of())).kind()).isEqualTo(FailureKind.INVALID_ORDER);
        REPLICATE.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void whatTheModelCannotDoIsNotSent() {
        answers(jsonResponse(text("replicate/starting.json"), 201));

        assertThat(failure(order(EDIT, null, List.of())).kind()).isEqualTo(FailureKind.INVALID_ORDER);
        assertThat(failure(order(SCHNELL, "7:3", List.of())).kind()).isEqualTo(FailureKind.INVALID_ORDER);
        assertThat(failure(order(SCHNELL, null, List.of(PICTURE))).kind()).isEqualTo(FailureKind.INVALID_ORDER);
        REPLICATE.verify(0, postRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @CsvSource({
        "401, Unauthenticated, CREDENTIALS",
        "402, You have insufficient credit to run this model., VENDOR_BALANCE",
        "404, The requested resource could not be found., INVALID_ORDER",
        "422, The specified version does not exist, INVALID_ORDER",
        "422, The input was flagged as sensitive. (E005), CONTENT_REFUSED",
        "429, no, RATE_LIMITED",
        "500, oops, OUTCOME_UNKNOWN",
        "502, oops, OUTCOME_UNKNOWN",
        "503, oops, OUTCOME_UNKNOWN",
        "504, oops, OUTCOME_UNKNOWN"
    })
    void refusalsAreSorted(int status, String detail, FailureKind kind) {
        answers(jsonResponse("{\"detail\": \"" + detail + "\"}", status));

        assertThat(failure(order(SCHNELL, null, List.of())).kind()).isEqualTo(kind);
        REPLICATE.verify(1, postRequestedFor(anyUrl()));
    }

    @Test
    void theThrottlesWaitStandsInItsWords() {
        answers(jsonResponse("{\"detail\": \"Request was throttled. Your rate limit resets in ~30s.\"}", 429));
        assertThat(failure(order(SCHNELL, null, List.of())).retryAfter()).contains(Duration.ofSeconds(30));

        answers(jsonResponse("{\"detail\": \"throttled\"}", 429).withHeader("Retry-After", "7"));
        assertThat(failure(order(SCHNELL, null, List.of())).retryAfter()).contains(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aLostAnswerIsInDoubtAndNotSentAgain(Fault fault) {
        answers(aResponse().withFault(fault));

        assertThat(failure(order(SCHNELL, null, List.of())).kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN);
        REPLICATE.verify(1, postRequestedFor(anyUrl()));
    }

    @Test
    void anAnswerThatIsMuchTooLargeIsInDoubt() {
        answers(jsonResponse("{\"id\": \"x\", \"logs\": \"" + "l".repeat(3 << 20) + "\"}", 201));

        assertThat(failure(order(SCHNELL, null, List.of())).kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"https://replicate.delivery/xezq/example/tmp7.png\"",
                "[\"https://replicate.delivery/xezq/example/tmp7.png\"]"
            })
    void theOutputIsOneAddressOrAList(String output) {
        tells(text("replicate/succeeded.json").replaceAll("\\[\"https://replicate.delivery[^]]*]", output));

        assertThat(poll())
                .isEqualTo(new TaskProgress.Succeeded(
                        List.of(new ProducedFile.Remote(
                                URI.create("https://replicate.delivery/xezq/example/tmp7.png"))),
                        new VendorCost(null, 6.33, null, null),
                        null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "[]", "\"\"", "{\"a\": 1}", "[[\"https://a.example/1.png\"]]", "[\"ftp://a/b\"]", "7"})
    void successWithoutAPictureIsUnusable(String output) {
        tells(text("replicate/succeeded.json").replaceAll("\\[\"https://replicate.delivery[^]]*]", output));

        assertThat(poll())
                .isInstanceOfSatisfying(
                        TaskProgress.Failed.class,
                        failed -> assertThat(failed.kind()).isEqualTo(FailureKind.RESULT_UNUSABLE));
    }

    @Test
    void aResultThatWasRemovedIsToldAsSuch() {
        tells(text("replicate/removed.json"));

        assertThat(poll()).isInstanceOfSatisfying(TaskProgress.Failed.class, failed -> {
            assertThat(failed.kind()).isEqualTo(FailureKind.RESULT_UNUSABLE);
            assertThat(failed.message()).contains("removed");
        });
    }

    @Test
    void refusedContentIsKnownByItsWords() {
        tells(text("replicate/failed.json"));

        assertThat(poll())
                .isEqualTo(new TaskProgress.Failed(
                        FailureKind.CONTENT_REFUSED,
                        "The input or output was flagged as sensitive. Please try again with different inputs. (E005) (abc123)",
                        new VendorCost(null, 1.5, null, null)));
    }

    @Test
    void aFailureThatQuotesThePromptIsNotPassedOn() {
        tells(text("replicate/failed.json").replace("The input or output", "'Something VERY special indeed'"));

        assertThat(((TaskProgress.Failed) poll()).message()).doesNotContainIgnoringCase("very special");
    }

    @ParameterizedTest
    @CsvSource({
        "failed, VENDOR_FAILED",
        "canceled, VENDOR_FAILED",
        "aborted, VENDOR_FAILED",
    })
    void everyOtherEndIsAFailureOfTheVendor(String status, FailureKind kind) {
        tells(text("replicate/starting.json").replace("\"starting\"", "\"" + status + "\""));

        TaskProgress.Failed failed = (TaskProgress.Failed) poll();

        assertThat(failed.kind()).isEqualTo(kind);
        assertThat(failed.message()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"starting", "processing", "a word of next year", ""})
    void anyWordThatIsNoEndIsRunning(String status) {
        tells(text("replicate/starting.json").replace("\"starting\"", "\"" + status + "\""));

        assertThat(poll()).isEqualTo(new TaskProgress.Running(Duration.ofSeconds(3)));
    }

    @ParameterizedTest
    @CsvSource({"0.001, 6330", "0, 0", "-1, ", "much, ", "'', "})
    void modelsMayBePricedByTheSecond(String usdPerSecond, Long micros) {
        tells(text("replicate/succeeded.json"));

        TaskProgress.Succeeded done = (TaskProgress.Succeeded)
                provider(Map.of("usdPerSecond", usdPerSecond)).poll(TASK);

        assertThat(done.cost()).isEqualTo(new VendorCost(micros, 6.33, null, null));
    }

    @ParameterizedTest
    @CsvSource({
        "401, '{\"detail\": \"no\"}', CREDENTIALS",
        "429, '{\"detail\": \"no\"}', RATE_LIMITED",
        "500, <html>, UNAVAILABLE",
        "503, <html>, UNAVAILABLE",
        "200, <html>, UNAVAILABLE",
        "200, '{\"id\": \"another\", \"status\": \"succeeded\"}', UNAVAILABLE"
    })
    void aLookThatFailsLeavesTheTaskAlone(int status, String body, FailureKind kind) {
        REPLICATE.stubFor(
                any(anyUrl()).willReturn(aResponse().withStatus(status).withBody(body)));

        assertThat(catchThrowableOfType(ProviderFailure.class, ReplicateTest::poll)
                        .kind())
                .isEqualTo(kind);
    }

    @Test
    void theCheckIsFreeAndSaysWhatIsWrong() {
        REPLICATE.stubFor(get("/v1/account").willReturn(jsonResponse("{\"username\": \"acme\"}", 200)));
        assertThat(check()).isEqualTo(new ConnectionCheck(true, "Replicate accepts the key."));

        REPLICATE.stubFor(
                get("/v1/account").willReturn(jsonResponse("{\"detail\": \"no " + Fixtures.KEY + "\"}", 401)));
        assertThat(check().reachable()).isFalse();
        assertThat(check().detail()).doesNotContain(Fixtures.KEY).contains("key");
        REPLICATE.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void theModelsOfItsCollectionsAreListed() {
        answers(jsonResponse("{\"detail\": \"gone\"}", 404));
        REPLICATE.stubFor(get("/v1/collections/text-to-image")
                .willReturn(jsonResponse(
                        "{\"slug\": \"text-to-image\", \"models\": [{\"owner\": \"acme\", \"name\": \"paint\"}, "
                                + "{\"owner\": \"a/b\", \"name\": \"?\"}]}",
                        200)));
        assertThat(factory().models(settings(Map.of())))
                .containsExactly(ListedModel.of("acme/paint", ModelCategory.TEXT_TO_IMAGE));

        REPLICATE.stubFor(get("/v1/collections/image-editing")
                .willReturn(jsonResponse("{\"models\": [{\"owner\": \"acme\", \"name\": \"paint\"}]}", 200)));
        assertThat(factory().models(settings(Map.of())))
                .containsExactly(
                        ListedModel.of("acme/paint", ModelCategory.TEXT_TO_IMAGE, ModelCategory.IMAGE_TO_IMAGE));
    }

    @ParameterizedTest
    @CsvSource({"401, {}, CREDENTIALS", "429, {}, RATE_LIMITED", "500, {}, UNAVAILABLE", "200, {}, UNAVAILABLE"})
    void aListThatIsNotGivenIsAFailure(int status, String body, FailureKind kind) {
        answers(jsonResponse(body, status));

        assertThat(catchThrowableOfType(ProviderFailure.class, () -> factory().models(settings(Map.of())))
                        .kind())
                .isEqualTo(kind);
    }

    @Test
    void noSecretIsLogged() {
        try (LogCapture log = new LogCapture()) {
            answers(jsonResponse("{\"detail\": \"" + CALLBACK + " " + Fixtures.KEY + "\"}", 422));
            ProviderFailure failure = failure(new ImageOrder(
                    new ModelId(EDIT),
                    "a very private teapot",
                    List.of(PICTURE),
                    null,
                    null,
                    null,
                    null,
                    CALLBACK,
                    "r"));
            answers(jsonResponse(text("replicate/succeeded.json"), 201));
            submit(order(EDIT, null, List.of(PICTURE)));

            assertThat(log.lines()).isNotEmpty();
            for (String canary : List.of(Fixtures.KEY, "secret-token-canary", "very private")) {
                assertThat(log.lines()).noneMatch(line -> line.contains(canary));
                assertThat(failure.toString()).doesNotContain(canary);
            }
        }
    }

    private static ImageOrder order(String model, String ratio, List<PictureInput> pictures) {
        return new ImageOrder(new ModelId(model), "a teapot", pictures, null, ratio, null, null, null, "r");
    }

    private static Submission submit(ImageOrder order) {
        return provider(Map.of()).submit(order);
    }

    private static ProviderFailure failure(ImageOrder order) {
        return catchThrowableOfType(ProviderFailure.class, () -> submit(order));
    }

    private static TaskProgress poll() {
        return provider(Map.of()).poll(TASK);
    }

    private static void answers(ResponseDefinitionBuilder answer) {
        REPLICATE.stubFor(any(anyUrl()).willReturn(answer));
    }

    private static void tells(String prediction) {
        REPLICATE.stubFor(get("/v1/predictions/" + TASK).willReturn(jsonResponse(prediction, 200)));
    }

    private static dev.atelier.core.provider.spi.ImageGenerationProvider provider(Map<String, String> options) {
        return factory().imageGeneration(settings(options));
    }

    private static ConnectionCheck check() {
        return factory().check(Category.IMAGE_GENERATION, settings(Map.of()));
    }

    private static ProviderSettings settings(Map<String, String> options) {
        return Fixtures.settings(REPLICATE.getPort(), EDIT, options, null);
    }

    private static ReplicateProviderFactory factory() {
        return new ReplicateProviderFactory(new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK);
    }
}
