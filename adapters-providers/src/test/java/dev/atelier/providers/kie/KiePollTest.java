package dev.atelier.providers.kie;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static dev.atelier.providers.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KiePollTest {
    private static final String RECORD = "/api/v1/jobs/recordInfo";
    private static final VendorTaskId TASK = new VendorTaskId("281e5b0f39b9d3a1c4f7e2a6b8d0c5e1");
    private static final Instant CREATED = Instant.ofEpochMilli(1763600000000L);

    @RegisterExtension
    static final WireMockExtension KIE = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    @ParameterizedTest
    @CsvSource({"0, 3", "29, 3", "31, 8", "119, 8", "121, 20", "6000, 20", "-60, 3"})
    void whileItRunsTheNextLookFollowsTheVendorsAdvice(long ageSeconds, long pollAfterSeconds) {
        answers(text("kie/running.json"));

        assertThat(poll(CREATED.plusSeconds(ageSeconds)))
                .isEqualTo(new TaskProgress.Running(Duration.ofSeconds(pollAfterSeconds)));
        KIE.verify(
                1,
                getRequestedFor(urlPathEqualTo(RECORD))
                        .withQueryParam("taskId", equalTo(TASK.value()))
                        .withHeader("Authorization", equalTo("Bearer " + Fixtures.KEY)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"waiting", "queuing", "generating", "polishing", ""})
    void anyWordThatIsNoEndIsRunning(String state) {
        answers(text("kie/running.json").replace("generating", state));

        assertThat(poll(CREATED)).isInstanceOf(TaskProgress.Running.class);
    }

    @Test
    void successBringsPicturesCostAndTheCallbackOfTheOrder() {
        answers(text("kie/succeeded.json"));

        assertThat(poll(CREATED))
                .isEqualTo(new TaskProgress.Succeeded(
                        List.of(new ProducedFile.Remote(
                                URI.create("https://tempfile.aiquickdraw.com/s/281e5b0f_0_1763600030.png"))),
                        new VendorCost(32_500L, 30.0, null, null),
                        URI.create("https://media.example.com/hooks/kie/1")));
    }

    @Test
    void theOlderSpellingOfCreditsIsRead() {
        answers(text("kie/succeeded-2025.json"));

        TaskProgress.Succeeded done = (TaskProgress.Succeeded) poll(CREATED);

        assertThat(done.cost()).isEqualTo(new VendorCost(30_000L, 30.0, null, null));
        assertThat(done.echoedCallback()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"0.8, 4000", "0.09, 450", "0, 0", "0.0001, 1", "1e400, ", "-1, ", "1e12, ", "\"6\", ", "null, "})
    void creditsAreMoney(String credits, Long micros) {
        answers(text("kie/succeeded.json").replace("6.5", credits));

        assertThat(((TaskProgress.Succeeded) poll(CREATED)).cost().micros()).isEqualTo(micros);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"\"",
                "\"{}\"",
                "\"{\\\"resultUrls\\\":[]}\"",
                "\"{\\\"resultUrls\\\":[\\\"ftp://x/y\\\"]}\"",
                "\"{\\\"resultUrls\\\":[\\\"nowhere\\\"]}\"",
                "\"not json\"",
                "\"{\\\"resultObject\\\":{}}\"",
                "7"
            })
    void successWithoutAPictureIsUnusable(String result) {
        answers(text("kie/succeeded.json")
                .replaceAll(
                        "\"resultJson\": \"[^,]*\\]}\"",
                        "\"resultJson\": " + java.util.regex.Matcher.quoteReplacement(result)));

        TaskProgress.Failed failed = (TaskProgress.Failed) poll(CREATED);

        assertThat(failed.kind()).isEqualTo(FailureKind.RESULT_UNUSABLE);
        assertThat(failed.cost().micros()).isEqualTo(32_500L);
    }

    @Test
    void aResultThatIsNotWrappedInAStringIsReadAsWell() {
        answers(
                "{\"code\":200,\"data\":{\"taskId\":\"%s\",\"state\":\"success\",\"resultJson\":{\"resultUrls\":[\"https://a.example/1.png\"]}}}"
                        .formatted(TASK));

        assertThat(((TaskProgress.Succeeded) poll(CREATED)).files()).hasSize(1);
    }

    @Test
    void aFailureCostsNothingAndSaysWhy() {
        answers(text("kie/failed.json"));

        assertThat(poll(CREATED))
                .isEqualTo(new TaskProgress.Failed(
                        FailureKind.CONTENT_REFUSED,
                        "The input or output was flagged as sensitive. Please try again with different inputs.",
                        new VendorCost(0L, 4.0, null, null)));
    }

    @ParameterizedTest
    @CsvSource({
        "\"400\", SENSITIVE_WORD_ERROR, CONTENT_REFUSED",
        "\"SENSITIVE_WORD_ERROR\", no, CONTENT_REFUSED",
        "\"422\", image could not be fetched, INVALID_ORDER",
        "\"400\", bad size, INVALID_ORDER",
        "\"402\", no, VENDOR_BALANCE",
        "\"500\", Insufficient credits, VENDOR_BALANCE",
        "\"500\", internal error, VENDOR_FAILED",
        "\"501\", generation failed, VENDOR_FAILED",
        "null, , VENDOR_FAILED",
        "400, bad size, INVALID_ORDER"
    })
    void failuresAreSorted(String code, String message, FailureKind kind) {
        answers("{\"code\":200,\"data\":{\"taskId\":\"%s\",\"state\":\"fail\",\"failCode\":%s,\"failMsg\":\"%s\"}}"
                .formatted(TASK, code, message == null ? "" : message));

        TaskProgress.Failed failed = (TaskProgress.Failed) poll(CREATED);

        assertThat(failed.kind()).isEqualTo(kind);
        assertThat(failed.message()).isNotBlank();
    }

    @Test
    void aFailureThatQuotesThePromptIsNotPassedOn() {
        answers(text("kie/failed.json")
                .replace("The input or output was flagged", "Cannot make 'something VERY special indeed': flagged"));

        TaskProgress.Failed failed = (TaskProgress.Failed) poll(CREATED);

        assertThat(failed.message()).doesNotContainIgnoringCase("very special");
        assertThat(failed.kind()).isEqualTo(FailureKind.CONTENT_REFUSED);
    }

    @ParameterizedTest
    @CsvSource({
        "200, '{\"code\": 422, \"msg\": \"recordInfo is null\", \"data\": null}'",
        "422, '{\"code\": 422, \"msg\": \"recordInfo is null\", \"data\": null}'",
        "404, '{\"code\": 404, \"msg\": \"Task not found\"}'"
    })
    void aTaskThatIsNotListedYetIsRunning(int status, String body) {
        KIE.stubFor(get(urlPathEqualTo(RECORD))
                .willReturn(aResponse().withStatus(status).withBody(body)));

        assertThat(poll(CREATED)).isEqualTo(new TaskProgress.Running(Duration.ofSeconds(5)));
    }

    @ParameterizedTest
    @CsvSource({
        "200, '{\"code\": 401, \"msg\": \"no\"}', CREDENTIALS",
        "401, Unauthorized, CREDENTIALS",
        "429, Rate limit exceeded, RATE_LIMITED",
        "500, oops, UNAVAILABLE",
        "502, <html>, UNAVAILABLE",
        "503, <html>, UNAVAILABLE",
        "404, <html>, INVALID_ORDER",
        "200, <html>, UNAVAILABLE",
        "200, '{\"code\": 200, \"data\": null}', UNAVAILABLE",
        "200, '{\"code\": 200, \"data\": {\"taskId\": \"another\", \"state\": \"success\"}}', UNAVAILABLE"
    })
    void aLookThatFailsLeavesTheTaskAlone(int status, String body, FailureKind kind) {
        KIE.stubFor(get(urlPathEqualTo(RECORD))
                .willReturn(aResponse().withStatus(status).withBody(body)));

        assertThat(failure().kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aLostLookMayBeRepeated(Fault fault) {
        KIE.stubFor(get(urlPathEqualTo(RECORD)).willReturn(aResponse().withFault(fault)));

        assertThat(failure().kind()).isEqualTo(FailureKind.UNAVAILABLE);
    }

    private static void answers(String body) {
        KIE.stubFor(get(urlPathEqualTo(RECORD)).willReturn(okJson(body)));
    }

    private static TaskProgress poll(Instant now) {
        return provider(now).poll(TASK);
    }

    private static ProviderFailure failure() {
        return catchThrowableOfType(
                ProviderFailure.class, () -> provider(CREATED).poll(TASK));
    }

    private static ImageGenerationProvider provider(Instant now) {
        return new KieProviderFactory(
                        new GuardedHttp(NetworkPolicy.allowing("localhost")), Clock.fixed(now, ZoneOffset.UTC))
                .imageGeneration(Fixtures.settings(KIE.getPort(), "seedream/4.5-edit", Map.of(), null));
    }
}
