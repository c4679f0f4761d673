package dev.atelier.providers.fal;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
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
import dev.atelier.core.provider.VideoOrder;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FalTest {
    private static final String FLUX = "fal-ai/flux/dev";
    private static final String ID = "764cabcf-b745-4b3e-ae38-1200304cf45b";
    private static final String ROUTE = "/fal-ai/flux/requests/" + ID;
    private static final VendorTaskId TASK = new VendorTaskId("fal-ai/flux/requests/" + ID + "#" + FLUX);
    private static final PictureInput PICTURE = Fixtures.picture("https://img.example.com/a.png");
    private static final URI CALLBACK = URI.create("https://media.example.com/hooks/secret-token-canary?a=b&c=d");

    @RegisterExtension
    static final WireMockExtension FAL = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    @Test
    void anOrderIsTheModelsInputUnderItsName() {
        answers(okJson(text("fal/queued.json")));

        Submission submission = provider(Map.of())
                .submit(new ImageOrder(
                        new ModelId(FLUX), "A red bicycle", List.of(), null, "16:9", null, 7L, CALLBACK, "r"));

        assertThat(submission).isEqualTo(new Submission.Accepted(TASK, Duration.ofSeconds(3)));
        FAL.verify(
                1,
                postRequestedFor(urlPathEqualTo("/fal-ai/flux/dev"))
                        .withQueryParam("fal_webhook", equalTo(CALLBACK.toString()))
                        .withHeader("Authorization", equalTo("Key " + Fixtures.KEY))
                        .withHeader(
                                "X-Fal-Object-Lifecycle-Preference",
                                equalToJson("{\"expiration_duration_seconds\": 86400}"))
                        .withRequestBody(equalToJson("""
                                {"prompt": "A red bicycle", "image_size": "landscape_16_9", "num_images": 1, "seed": 7,
                                 "output_format": "png"}
                                """)));
    }

    @Test
    void oneModelTakesAPictureAndAnotherAList() {
        answers(okJson(text("fal/queued.json")));

        submit(order("fal-ai/flux-pro/kontext/max", null, List.of(PICTURE)));
        submit(order(
                "fal-ai/nano-banana-pro/edit", "auto", List.of(PICTURE, Fixtures.picture(new byte[] {1, 2, 3, 4}))));

        FAL.verify(
                postRequestedFor(urlPathEqualTo("/fal-ai/flux-pro/kontext/max")).withRequestBody(equalToJson("""
                                {"prompt": "a teapot", "image_url": "https://img.example.com/a.png", "num_images": 1,
                                 "output_format": "png", "safety_tolerance": "2"}
                                """)));
        FAL.verify(
                postRequestedFor(urlPathEqualTo("/fal-ai/nano-banana-pro/edit")).withRequestBody(equalToJson("""
                                {"prompt": "a teapot", "num_images": 1, "output_format": "png", "aspect_ratio": "auto",
                                 "resolution": "1K",
                                 "image_urls": ["https://img.example.com/a.png", "data:image/png;base64,AQIDBA=="]}
                                """)));
    }

    @Test
    void aFilmHasALengthInFalsWords() {
        answers(okJson(text("fal/queued.json")));

        factory()
                .videoGeneration(settings("fal-ai/veo3.1", Map.of()))
                .submit(new VideoOrder(
                        new ModelId("fal-ai/veo3.1"),
                        "a teapot pours",
                        List.of(),
                        "9:16",
                        "1080p",
                        6,
                        null,
                        null,
                        "r"));

        FAL.verify(postRequestedFor(urlPathEqualTo("/fal-ai/veo3.1")).withRequestBody(equalToJson("""
                                {"prompt": "a teapot pours", "aspect_ratio": "9:16", "resolution": "1080p", "duration": "6s",
                                 "generate_audio": true}
                                """)));
    }

    @Test
    void aModelThatWeDoNotKnowIsAskedInUsualWordsOrInThoseOfTheOptions() {
        answers(okJson(text("fal/queued.json")));

        submit(order("acme/paint/v2/edit", "7:3", List.of(PICTURE)));
        provider(Map.of("imageField", "photo", "imageFieldSingle", "true", "ratioField", ""))
                .submit(order("acme/paint/v2/edit", null, List.of(PICTURE)));

        FAL.verify(
                postRequestedFor(urlPathEqualTo("/acme/paint/v2/edit"))
                        .withRequestBody(
                                equalToJson(
                                        "{\"prompt\": \"a teapot\", \"aspect_ratio\": \"7:3\", \"image_urls\": [\"https://img.example.com/a.png\"]}")));
        FAL.verify(postRequestedFor(urlPathEqualTo("/acme/paint/v2/edit"))
                .withRequestBody(
                        equalToJson("{\"prompt\": \"a teapot\", \"photo\": \"https://img.example.com/a.png\"}")));
    }

    @ParameterizedTest
    @CsvSource({
        "https://queue.fal.run/fal-ai/flux/requests/%s/status, fal-ai/flux",
        "https://queue.fal.run/workflows/acme/paint/requests/%s/status, workflows/acme/paint",
        "https://evil.example/fal-ai/flux/requests/%s/status, fal-ai/flux",
        "https://queue.fal.run/fal-ai/flux/requests/another/status, fal-ai/flux",
        "https://queue.fal.run/../account/requests/%s/status, fal-ai/flux",
        "'', fal-ai/flux"
    })
    void onlyTheAppOfAnAnswersAddressIsBelieved(String statusUrl, String app) {
        answers(okJson("{\"request_id\": \"" + ID + "\", \"status_url\": \"" + statusUrl.formatted(ID) + "\"}"));

        assertThat(submit(order(FLUX, null, List.of())))
                .isEqualTo(new Submission.Accepted(
                        new VendorTaskId(app + "/requests/" + ID + "#" + FLUX), Duration.ofSeconds(3)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"teapot", "../v1/models", "fal-ai/flux?x=1", "fal-ai//flux", "/fal-ai/flux", "fal-ai/.."})
    void whatIsNoModelIsNotSent(String model) {
        answers(okJson(text("fal/queued.json")));

        assertThat(failure(order(model, null, List.of())).kind()).isEqualTo(FailureKind.INVALID_ORDER);
        FAL.verify(0, postRequestedFor(anyUrl()));
    }

    /** An admin may have said of a model that it takes one. */
    @Test
    void aMaskIsRefusedRatherThanPaidForAndIgnored() {
        ImageOrder masked = new ImageOrder(
                new ModelId("fal-ai/flux-pro/kontext"), "x", List.of(PICTURE), PICTURE, null, null, null, null, "r");

        assertThat(failure(masked).kind()).isEqualTo(FailureKind.INVALID_ORDER);
        FAL.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void whatTheModelCannotDoIsNotSent() {
        answers(okJson(text("fal/queued.json")));

        assertThat(failure(order(FLUX, "21:9", List.of())).kind()).isEqualTo(FailureKind.INVALID_ORDER);
        assertThat(failure(order("fal-ai/flux-pro/kontext", null, List.of())).kind())
                .isEqualTo(FailureKind.INVALID_ORDER);
        FAL.verify(0, postRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @CsvSource({
        "401, Authentication is required to access this application., CREDENTIALS",
        "403, no, CREDENTIALS",
        "403, User is locked. Reason: Exhausted balance., VENDOR_BALANCE",
        "404, Not Found, INVALID_ORDER",
        "422, no, INVALID_ORDER",
        "429, no, RATE_LIMITED",
        "500, oops, OUTCOME_UNKNOWN",
        "502, oops, OUTCOME_UNKNOWN",
        "503, oops, OUTCOME_UNKNOWN",
        "504, Request timed out, OUTCOME_UNKNOWN"
    })
    void refusalsAreSorted(int status, String detail, FailureKind kind) {
        answers(jsonResponse("{\"detail\": \"" + detail + "\"}", status));

        assertThat(failure(order(FLUX, null, List.of())).kind()).isEqualTo(kind);
        FAL.verify(1, postRequestedFor(anyUrl()));
    }

    @Test
    void refusedContentIsKnownByItsWordAndTheRestIsLeftOut() {
        answers(jsonResponse(text("fal/content-policy.json"), 422));

        ProviderFailure failure = failure(order(FLUX, null, List.of()));

        assertThat(failure.kind()).isEqualTo(FailureKind.CONTENT_REFUSED);
        assertThat(failure).hasMessage("stub: HTTP 422 (content_policy_violation)");
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aLostAnswerIsInDoubtAndNotSentAgain(Fault fault) {
        answers(aResponse().withFault(fault));

        assertThat(failure(order(FLUX, null, List.of())).kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN);
        FAL.verify(1, postRequestedFor(anyUrl()));
    }

    @Test
    void anAnswerThatIsMuchTooLargeIsInDoubt() {
        answers(okJson("{\"request_id\": \"x\", \"logs\": \"" + "l".repeat(3 << 20) + "\"}"));

        assertThat(failure(order(FLUX, null, List.of())).kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202})
    void whatIsQueuedOrWorkedOnIsRunningWhateverTheStatusOfTheAnswer(int status) {
        tells("/status", jsonResponse(text("fal/in-progress.json"), status));
        assertThat(poll()).isEqualTo(new TaskProgress.Running(Duration.ofSeconds(3)));

        tells("/status", jsonResponse("{\"status\": \"A_WORD_OF_NEXT_YEAR\"}", status));
        assertThat(poll()).isInstanceOf(TaskProgress.Running.class);
    }

    @Test
    void successBringsThePictureAndWhatFalCharges() {
        tells("/status", okJson(text("fal/completed.json")));
        tells("", okJson(text("fal/result.json")).withHeader("x-fal-billable-units", "1.5"));

        assertThat(poll())
                .isEqualTo(new TaskProgress.Succeeded(
                        List.of(new ProducedFile.Remote(URI.create("https://v3b.fal.media/files/b/example/out_0.png"))),
                        new VendorCost(37_500L, 3.42, null, null),
                        null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1e9", "99999999", "many"})
    void unitsThatMakeNoSenseAreNoMoney(String units) {
        tells("/status", okJson(text("fal/completed.json")));
        tells("", okJson(text("fal/result.json")).withHeader("x-fal-billable-units", units));

        assertThat(((TaskProgress.Succeeded) poll()).cost()).isEqualTo(new VendorCost(null, 3.42, null, null));
    }

    @Test
    void aFilmIsFoundInItsPlace() {
        tells("/status", okJson(text("fal/completed.json")));
        tells("", okJson(text("fal/film.json")));

        assertThat(((TaskProgress.Succeeded) poll()).files())
                .containsExactly(new ProducedFile.Remote(URI.create("https://v3b.fal.media/files/b/example/veo.mp4")));
    }

    @Test
    void aPictureThatWasBlackedOutIsRefusedContent() {
        tells("/status", okJson(text("fal/completed.json")));
        tells("", okJson(text("fal/result.json").replace("[false]", "[true]")));

        assertThat(((TaskProgress.Failed) poll()).kind()).isEqualTo(FailureKind.CONTENT_REFUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"images\": []}",
                "{\"images\": null}",
                "{\"images\": [\"https://a.example/1.png\"]}",
                "{\"images\": [{\"url\": \"data:image/png;base64,AAAA\"}]}",
                "{\"images\": [{\"url\": \"ftp://a/b\"}]}",
                "{\"video\": 7}"
            })
    void successWithoutAFileIsUnusable(String result) {
        tells("/status", okJson(text("fal/completed.json")));
        tells("", okJson(result));

        assertThat(((TaskProgress.Failed) poll()).kind()).isEqualTo(FailureKind.RESULT_UNUSABLE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "completed | 422 | {\"detail\": [{\"type\": \"content_policy_violation\"}]} | CONTENT_REFUSED",
                "completed | 422 | {\"detail\": [{\"type\": \"file_download_error\", \"input\": \"p\"}]} | INVALID_ORDER",
                "completed | 422 | {\"detail\": \"no\"} | INVALID_ORDER",
                "completed | 500 | {\"detail\": \"no\", \"error_type\": \"runner_server_error\"} | VENDOR_FAILED",
                "completed | 504 | {\"detail\": [{\"type\": \"generation_timeout\"}]} | VENDOR_FAILED",
                "timed-out | 504 | {\"detail\": \"Request timed out\"} | VENDOR_FAILED",
                "timed-out | 499 | {\"detail\": \"gone\", \"error_type\": \"client_cancelled\"} | VENDOR_FAILED",
                "completed | 404 | {\"detail\": \"Not Found\"} | RESULT_UNUSABLE"
            })
    void theResultTellsWhyARequestFailed(String status, int http, String body, FailureKind kind) {
        tells("/status", okJson(text("fal/" + status + ".json")));
        tells("", jsonResponse(body, http));

        TaskProgress.Failed failed = (TaskProgress.Failed) poll();

        assertThat(failed.kind()).isEqualTo(kind);
        assertThat(failed.message()).isNotBlank();
    }

    @Test
    void aFailureThatQuotesThePromptIsNotPassedOn() {
        tells("/status", okJson(text("fal/completed.json")));
        tells("", jsonResponse(text("fal/content-policy.json"), 422));

        assertThat(((TaskProgress.Failed) poll()).message())
                .isEqualTo("fal ended the request with HTTP 422 (content_policy_violation).");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 500})
    void aResultThatIsAskedForTooEarlyIsRunning(int status) {
        tells("/status", okJson(text("fal/completed.json")));
        tells("", jsonResponse("{\"detail\": \"Request is still in progress\"}", status));

        assertThat(poll()).isInstanceOf(TaskProgress.Running.class);
    }

    @ParameterizedTest
    @CsvSource({
        "401, {}, CREDENTIALS",
        "403, {\"detail\": \"User is locked.\"}, VENDOR_BALANCE",
        "429, {}, RATE_LIMITED",
        "502, <html>, UNAVAILABLE",
        "500, {\"detail\": \"Internal Server Error\"}, UNAVAILABLE",
        "200, <html>, UNAVAILABLE"
    })
    void troubleWithTheResultLeavesTheTaskAlone(int status, String body, FailureKind kind) {
        tells("/status", okJson(text("fal/completed.json")));
        tells("", aResponse().withStatus(status).withBody(body));

        assertThat(catchThrowableOfType(ProviderFailure.class, FalTest::poll).kind())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "401, {}, CREDENTIALS",
        "500, {}, UNAVAILABLE",
        "200, '[]', UNAVAILABLE",
        "200, '{\"status\": \"COMPLETED\", \"request_id\": \"another\"}', UNAVAILABLE"
    })
    void troubleWithTheStatusLeavesTheTaskAlone(int status, String body, FailureKind kind) {
        tells("/status", aResponse().withStatus(status).withBody(body));

        assertThat(catchThrowableOfType(ProviderFailure.class, FalTest::poll).kind())
                .isEqualTo(kind);
    }

    @Test
    void aRequestThatOnlyACallbackNamedIsFoundByItsApp() {
        FAL.stubFor(any(anyUrl()).willReturn(jsonResponse("{\"detail\": \"Not Found\"}", 404)));
        assertThat(provider(Map.of()).poll(new VendorTaskId(ID))).isInstanceOf(TaskProgress.Running.class);

        String there = "/fal-ai/nano-banana-pro/requests/" + ID;
        FAL.stubFor(get(there + "/status").willReturn(okJson(text("fal/completed.json"))));
        FAL.stubFor(get(there).willReturn(okJson(text("fal/result.json"))));
        assertThat(provider(Map.of()).poll(new VendorTaskId(ID)))
                .isInstanceOfSatisfying(
                        TaskProgress.Succeeded.class,
                        done -> assertThat(done.cost().micros()).isNull());
    }

    @Test
    void theCheckIsFreeAndTellsThePrice() {
        FAL.stubFor(get("/v1/models/pricing?endpoint_id=fal-ai%2Fflux%2Fdev").willReturn(okJson("""
                                        {"prices": [{"endpoint_id": "fal-ai/flux/dev", "unit_price": 0.025, "unit": "image",
                                                     "currency": "USD"}], "next_cursor": null, "has_more": false}
                                        """)));
        assertThat(check())
                .isEqualTo(new ConnectionCheck(true, "fal accepts the key. The model costs 0.025 US$ per image."));

        answers(jsonResponse("{\"detail\": \"no " + Fixtures.KEY + "\"}", 401));
        assertThat(check().reachable()).isFalse();
        assertThat(check().detail()).doesNotContain(Fixtures.KEY);
        FAL.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void theModelsAreListedByWhatTheyMakePageByPage() {
        answers(okJson("{\"models\": [], \"next_cursor\": null, \"has_more\": false}"));
        FAL.stubFor(get(urlPathEqualTo("/v1/models"))
                .withQueryParam("category", equalTo("text-to-image"))
                .withQueryParam("status", equalTo("active"))
                .willReturn(okJson(text("fal/models.json").replace("null", "\"Mg==\""))));
        FAL.stubFor(get(urlPathEqualTo("/v1/models"))
                .withQueryParam("category", equalTo("text-to-image"))
                .withQueryParam("cursor", equalTo("Mg=="))
                .willReturn(
                        okJson("{\"models\": [{\"endpoint_id\": \"acme/paint\"}, {\"endpoint_id\": \"../x\"}, {}]}")));

        assertThat(factory().models(settings(FLUX, Map.of())))
                .containsExactly(
                        new ListedModel(
                                new ModelId(FLUX),
                                "FLUX.1 [dev]",
                                Set.of(ModelCategory.TEXT_TO_IMAGE),
                                Map.of("updatedAt", "2025-01-15T12:00:00Z")),
                        ListedModel.of("acme/paint", ModelCategory.TEXT_TO_IMAGE));
    }

    @ParameterizedTest
    @CsvSource({"401, {}, CREDENTIALS", "429, {}, RATE_LIMITED", "500, {}, UNAVAILABLE", "200, {}, UNAVAILABLE"})
    void aListThatIsNotGivenIsAFailure(int status, String body, FailureKind kind) {
        answers(jsonResponse(body, status));

        assertThat(catchThrowableOfType(ProviderFailure.class, () -> factory().models(settings(FLUX, Map.of())))
                        .kind())
                .isEqualTo(kind);
    }

    @Test
    void noSecretIsLogged() {
        try (LogCapture log = new LogCapture()) {
            answers(jsonResponse("{\"detail\": \"" + CALLBACK + " " + Fixtures.KEY + "\"}", 422));
            ProviderFailure failure = failure(new ImageOrder(
                    new ModelId(FLUX), "a very private teapot", List.of(), null, null, null, null, CALLBACK, "r"));
            answers(okJson(text("fal/queued.json")));
            submit(order(FLUX, null, List.of()));

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
        FAL.stubFor(any(anyUrl()).willReturn(answer));
    }

    private static void tells(String place, ResponseDefinitionBuilder answer) {
        FAL.stubFor(get(ROUTE + place).willReturn(answer));
    }

    private static dev.atelier.core.provider.spi.ImageGenerationProvider provider(Map<String, String> options) {
        return factory().imageGeneration(settings(FLUX, options));
    }

    private static ConnectionCheck check() {
        return factory().check(Category.IMAGE_GENERATION, settings(FLUX, Map.of()));
    }

    private static ProviderSettings settings(String model, Map<String, String> options) {
        return Fixtures.settings(FAL.getPort(), model, options, null);
    }

    private static FalProviderFactory factory() {
        return new FalProviderFactory(new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK);
    }
}
