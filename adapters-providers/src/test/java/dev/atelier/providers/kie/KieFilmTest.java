package dev.atelier.providers.kie;

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
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static dev.atelier.providers.Fixtures.CLOCK;
import static dev.atelier.providers.Fixtures.KEY;
import static dev.atelier.providers.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.fakes.LogCapture;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.CallbackSignal.Trust;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Films by kie: Veo's own routes, and the jobs. */
class KieFilmTest {
    private static final String VEO = "/api/v1/veo/generate";
    private static final String JOBS = "/api/v1/jobs/createTask";
    private static final String ID = "9c1f00aa22bb33cc44dd55ee66ff7788";
    private static final VendorTaskId TASK = new VendorTaskId("veo:" + ID);
    private static final String PROMPT = "Steam rises slowly from an unspoken teapot";
    private static final String CALLBACK = "https://media.example.com/hooks/kie/token-3f0c2c5e";
    private static final String SECRET = "example-webhook-hmac-key-0001";
    private static final Instant SIGNED_AT = Instant.ofEpochSecond(1763600000);

    @RegisterExtension
    static final WireMockExtension KIE = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "veo3_fast|0|||0|{'aspect_ratio':'16:9','resolution':'720p','duration':8,'generationType':'TEXT_2_VIDEO','enableTranslation':false}",
                "veo3|2|9:16|4k|4|{'imageUrls':['https://img.example.com/a.png','https://img.example.com/a.png'],'aspect_ratio':'9:16','resolution':'4k','duration':4,'generationType':'FIRST_AND_LAST_FRAMES_2_VIDEO','enableTranslation':false}"
            })
    void veoHasARouteAndFieldsOfItsOwn(
            String model, int images, String ratio, String quality, int seconds, String fields) {
        KIE.stubFor(post(VEO).willReturn(okJson(created())));

        Submission submission = provider().submit(order(model, images, ratio, quality, seconds));

        assertThat(submission).isEqualTo(new Submission.Accepted(TASK, Duration.ofSeconds(30)));
        KIE.verify(
                1,
                postRequestedFor(urlEqualTo(VEO))
                        .withHeader("Authorization", equalTo("Bearer " + KEY))
                        .withRequestBody(equalToJson(fields.replace('\'', '"')
                                .replaceFirst(
                                        "\\{",
                                        "{\"model\":\"%s\",\"prompt\":\"%s\",\"callBackUrl\":\"%s\","
                                                .formatted(model, PROMPT, CALLBACK)))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytedance/seedance-2|2|||7|{'first_frame_url':'U','last_frame_url':'U','aspect_ratio':'16:9','resolution':'720p','duration':7}",
                "bytedance/seedance-1.5-pro|1|1:1|1080p|0|{'input_urls':['U'],'aspect_ratio':'1:1','resolution':'1080p','duration':5,'nsfw_checker':true}",
                "kling/v3-turbo-text-to-video|0|||15|{'aspect_ratio':'16:9','resolution':'720p','duration':'15'}",
                "kling-2.6/image-to-video|1|||10|{'image_urls':['U'],'duration':'10','sound':false}",
                "wan/2-7-text-to-video|0|4:3||0|{'ratio':'4:3','resolution':'720p','duration':5,'seed':42,'nsfw_checker':true}",
                "hailuo/2-3-image-to-video-pro|1|||0|{'image_url':'U','resolution':'768P','duration':'6','nsfw_checker':true}",
                "gemini-omni-video|0|||10|{'resolution':'720p','duration':'10','seed':42}",
                "some/film-of-tomorrow|1|16:9|best|3|{'image_urls':['U'],'aspect_ratio':'16:9','resolution':'best','duration':'3','seed':42}"
            })
    void theOthersAreJobs(String model, int images, String ratio, String quality, int seconds, String input) {
        KIE.stubFor(post(JOBS).willReturn(okJson(created())));

        Submission submission = provider().submit(order(model, images, ratio, quality, seconds));

        assertThat(submission).isEqualTo(new Submission.Accepted(new VendorTaskId(ID), Duration.ofSeconds(30)));
        KIE.verify(
                1,
                postRequestedFor(urlEqualTo(JOBS))
                        .withRequestBody(equalToJson("{\"model\":\"%s\",\"callBackUrl\":\"%s\",\"input\":%s}"
                                .formatted(
                                        model,
                                        CALLBACK,
                                        input.replace('\'', '"')
                                                .replace("\"U\"", "\"https://img.example.com/a.png\"")
                                                .replaceFirst("\\{", "{\"prompt\":\"" + PROMPT + "\",")))));
    }

    @ParameterizedTest
    @CsvSource({
        "veo3, 3, 16:9, 720p, 8",
        "veo3, 0, 1:1, 720p, 8",
        "veo3, 0, 16:9, 480p, 8",
        "veo3, 0, 16:9, 720p, 5",
        "kling-2.6/image-to-video, 0, , , 5",
        "kling-2.6/text-to-video, 0, , , 6",
        "bytedance/seedance-2-fast, 0, , 4k, 5"
    })
    void whatAModelDoesNotTakeIsRefusedBeforeAnythingIsSent(
            String model, int images, String ratio, String quality, int seconds) {
        assertThat(failure(order(model, images, ratio, quality, seconds)).kind())
                .isEqualTo(FailureKind.INVALID_ORDER);
        KIE.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void aPictureModelIsNoFilmAndTheOtherWayRound() {
        KIE.stubFor(post(JOBS).willReturn(okJson(created())));
        provider().submit(order("veo-of-tomorrow", 0, null, null, 0));

        KIE.verify(1, postRequestedFor(urlEqualTo(JOBS)));
        KIE.verify(0, postRequestedFor(urlEqualTo(VEO)));
    }

    @Test
    void aLostAnswerIsInDoubtAndSentOnce() {
        for (Fault fault : Fault.values()) {
            KIE.resetRequests();
            KIE.stubFor(post(VEO).willReturn(aResponse().withFault(fault)));

            assertThat(failure(order("veo3", 0, null, null, 0)).kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN);
            KIE.verify(1, postRequestedFor(anyUrl()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"code\": 200, \"msg\": \"success\", \"data\": null}",
                "{\"code\": 200, \"data\": {\"taskId\": \"\"}}",
                "{\"code\": 200,"
            })
    void aGoodStatusWithoutATaskIsInDoubt(String body) {
        KIE.stubFor(post(VEO).willReturn(okJson(body)));

        assertThat(failure(order("veo3", 0, null, null, 0)).kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"0", "9", "-1"})
    void whileItRunsItIsLookedAtSeldom(int flag) {
        record(text("kie/veo-running.json").replace("\"successFlag\": 0", "\"successFlag\": " + flag));

        assertThat(provider().poll(TASK)).isEqualTo(new TaskProgress.Running(Duration.ofSeconds(10)));
        KIE.verify(
                1,
                getRequestedFor(urlPathEqualTo("/api/v1/veo/record-info"))
                        .withQueryParam("taskId", equalTo(ID))
                        .withHeader("Authorization", equalTo("Bearer " + KEY)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"https://tempfile.aiquickdraw.com/v/9c1f.mp4\"]",
                "\"[https://tempfile.aiquickdraw.com/v/9c1f.mp4]\"",
                "\"[\\\"https://tempfile.aiquickdraw.com/v/9c1f.mp4\\\"]\"",
                "\"https://tempfile.aiquickdraw.com/v/9c1f.mp4\""
            })
    void theFilmIsFoundInWhateverShapeItsAddressComes(String urls) {
        record(text("kie/veo-succeeded.json").replace("[\"https://tempfile.aiquickdraw.com/v/9c1f.mp4\"]", urls));

        assertThat(provider().poll(TASK))
                .isEqualTo(new TaskProgress.Succeeded(
                        List.of(new ProducedFile.Remote(URI.create("https://tempfile.aiquickdraw.com/v/9c1f.mp4"))),
                        VendorCost.UNTOLD,
                        null));
    }

    @Test
    void theCallbackOfTheOrderIsToldWhereTheAnswerRepeatsIt() {
        record(text("kie/veo-succeeded.json").replace("waterMark\\\":\\\"", "callBackUrl\\\":\\\"" + CALLBACK));

        assertThat(((TaskProgress.Succeeded) provider().poll(TASK)).echoedCallback())
                .isEqualTo(URI.create(CALLBACK));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "\"\"", "\"[]\"", "[\"ftp://x/y\"]", "7", "{}"})
    void successWithoutAFilmIsUnusable(String urls) {
        record(text("kie/veo-succeeded.json").replace("[\"https://tempfile.aiquickdraw.com/v/9c1f.mp4\"]", urls));

        assertThat(provider().poll(TASK))
                .isInstanceOfSatisfying(
                        TaskProgress.Failed.class,
                        failed -> assertThat(failed.kind()).isEqualTo(FailureKind.RESULT_UNUSABLE));
    }

    @ParameterizedTest
    @CsvSource({
        "3, 400, Your prompt was flagged as violating content policies., CONTENT_REFUSED",
        "2, 500, Internal trouble, VENDOR_FAILED",
        "2, 422, The image is too small, INVALID_ORDER",
        "3, 402, Credits insufficient, VENDOR_BALANCE"
    })
    void aFailedFilmIsSorted(int flag, String code, String words, FailureKind kind) {
        record(text("kie/veo-failed.json")
                .replace("\"successFlag\": 3", "\"successFlag\": " + flag)
                .replace("\"errorCode\": 400", "\"errorCode\": " + code)
                .replace("Your prompt was flagged as violating content policies.", words));

        assertThat(provider().poll(TASK)).isEqualTo(new TaskProgress.Failed(kind, words, VendorCost.UNTOLD));
    }

    @Test
    void anAnswerAboutAnotherFilmDecidesNothing() {
        record(text("kie/veo-succeeded.json").replace(ID, "another"));

        ProviderFailure failure =
                catchThrowableOfType(ProviderFailure.class, () -> provider().poll(TASK));

        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
    }

    @Test
    void theFilmsOfJobsAreReadWhereThePicturesAre() {
        KIE.stubFor(get(urlPathEqualTo("/api/v1/jobs/recordInfo")).willReturn(okJson(text("kie/succeeded.json"))));

        assertThat(provider().poll(new VendorTaskId("281e5b0f39b9d3a1c4f7e2a6b8d0c5e1")))
                .isInstanceOf(TaskProgress.Succeeded.class);
    }

    @Test
    void aGenuineBellNamesTheFilmAsPollingDoesHoweverOftenItRings() {
        RawCallback bell = callback(text("kie/veo-callback.json"), "1763600000", sign(ID, 1763600000), SIGNED_AT);

        for (int i = 0; i < 2; i++) {
            assertThat(provider().readCallback(bell)).isEqualTo(new CallbackSignal(Trust.DOORBELL_SIGNED, TASK, null));
        }
        // It rang before our own books knew the film: the id is enough to look.
        record(text("kie/veo-running.json"));
        assertThat(provider().poll(TASK)).isInstanceOf(TaskProgress.Running.class);
    }

    @Test
    void aJobsBellNamesTheJob() {
        String job = "281e5b0f39b9d3a1c4f7e2a6b8d0c5e1";

        assertThat(provider()
                        .readCallback(
                                callback(text("kie/callback.json"), "1763600000", sign(job, 1763600000), SIGNED_AT)))
                .isEqualTo(new CallbackSignal(Trust.DOORBELL_SIGNED, new VendorTaskId(job), null));
    }

    @Test
    void aForgedOrAnOldBellIsRefused() {
        String body = text("kie/veo-callback.json");

        assertThat(provider().readCallback(callback(body, "1763600000", sign("other", 1763600000), SIGNED_AT)))
                .isEqualTo(CallbackSignal.refused());
        assertThat(provider().readCallback(callback(body, "1763600001", sign(ID, 1763600000), SIGNED_AT)))
                .isEqualTo(CallbackSignal.refused());
        assertThat(provider()
                        .readCallback(callback(body, "1763600000", sign(ID, 1763600000), SIGNED_AT.plusSeconds(301))))
                .isEqualTo(CallbackSignal.refused());
    }

    @Test
    void neitherLogNorMessageHoldsASecret() {
        StringBuilder told = new StringBuilder();
        try (LogCapture log = new LogCapture()) {
            for (String body : List.of(
                    created(),
                    "{\"code\": 401, \"msg\": \"bad key Bearer %s\"}".formatted(KEY),
                    "{\"code\": 422, \"msg\": \"bad prompt: %s\"}".formatted(PROMPT),
                    "{\"code\": 422, \"msg\": \"cannot call %s\"}".formatted(CALLBACK))) {
                KIE.stubFor(post(VEO).willReturn(okJson(body)));
                try {
                    told.append(provider().submit(order("veo3", 0, null, null, 0)));
                } catch (ProviderFailure e) {
                    told.append(e);
                }
            }
            assertThat(log.lines()).isNotEmpty();
            told.append(log.lines()).append(KieWish.of(order("veo3", 0, null, null, 0)));
        }
        assertThat(told.toString()).doesNotContain(KEY, "unspoken", "token-3f0c2c5e", SECRET);
    }

    private static String created() {
        return "{\"code\": 200, \"msg\": \"success\", \"data\": {\"taskId\": \"%s\"}}".formatted(ID);
    }

    private static void record(String body) {
        KIE.stubFor(get(urlPathEqualTo("/api/v1/veo/record-info")).willReturn(okJson(body)));
    }

    private static VideoOrder order(String model, int images, String ratio, String quality, int seconds) {
        List<PictureInput> pictures = Collections.nCopies(images, Fixtures.picture("https://img.example.com/a.png"));
        return new VideoOrder(
                new ModelId(model),
                PROMPT,
                pictures,
                ratio,
                quality,
                seconds == 0 ? null : seconds,
                42L,
                URI.create(CALLBACK),
                "ref-1");
    }

    private static VideoGenerationProvider provider() {
        return new KieProviderFactory(new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
                .videoGeneration(Fixtures.settings(KIE.getPort(), "veo3_fast", Map.of(), SECRET));
    }

    private static ProviderFailure failure(VideoOrder order) {
        return catchThrowableOfType(ProviderFailure.class, () -> provider().submit(order));
    }

    private static String sign(String task, long time) {
        return KieCallbacks.sign(Secret.of(SECRET), task + "." + time);
    }

    private static RawCallback callback(String body, String time, String signature, Instant receivedAt) {
        return new RawCallback(
                Map.of("x-webhook-timestamp", time, "x-webhook-signature", signature),
                body.getBytes(StandardCharsets.UTF_8),
                receivedAt);
    }
}
