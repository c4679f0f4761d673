package dev.atelier.providers.openrouter;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
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
import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.LlmRequest.ContentPart;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.TextAnswer;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.secret.Secret;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenRouterTest {
    private static final String IMAGES = "/api/v1/images";
    private static final String CHAT = "/api/v1/chat/completions";

    @RegisterExtension
    static final WireMockExtension ROUTER = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    private final OpenRouterProviderFactory factory =
            new OpenRouterProviderFactory(new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK);

    @Test
    void anOrderGoesToTheImagesRouteAndTheAnswerTellsItsCost() {
        ROUTER.stubFor(post(IMAGES).willReturn(okJson(text("openrouter/picture.json"))));

        Submission.Completed done = submit(
                order("2K", Fixtures.picture("https://store.example.com/a.png"), Fixtures.picture(new byte[] {1, 2})),
                Map.of("appUrl", "https://atelier.example.com", "appTitle", "Atelier"));

        assertThat(done.files()).hasSize(1);
        // 0.0110004 dollars, rounded up
        assertThat(done.cost()).isEqualTo(new VendorCost(11_001L, null, 16L, 272L));
        ROUTER.verify(
                1,
                postRequestedFor(urlEqualTo(IMAGES))
                        .withHeader("Authorization", equalTo("Bearer " + KEY))
                        .withHeader("HTTP-Referer", equalTo("https://atelier.example.com"))
                        .withHeader("X-OpenRouter-Title", equalTo("Atelier"))
                        .withRequestBody(equalToJson("""
                                {"model": "bytedance-seed/seedream-4.5", "prompt": "a teapot", "n": 1, "aspect_ratio": "16:9",
                                 "resolution": "2K", "seed": 7, "input_references": [
                                   {"type": "image_url", "image_url": {"url": "https://store.example.com/a.png"}},
                                   {"type": "image_url", "image_url": {"url": "data:image/png;base64,AQI="}}]}
                                """)));
    }

    @Test
    void aQualityThatIsNoResolutionIsAQuality() {
        ROUTER.stubFor(post(IMAGES).willReturn(okJson(text("openrouter/picture.json"))));

        submit(order("high"), Map.of("outputFormat", "webp"));

        ROUTER.verify(
                1,
                postRequestedFor(urlEqualTo(IMAGES))
                        .withHeader("HTTP-Referer", absent())
                        .withRequestBody(equalToJson("""
                                {"model": "bytedance-seed/seedream-4.5", "prompt": "a teapot", "n": 1, "aspect_ratio": "16:9",
                                 "quality": "high", "seed": 7, "output_format": "webp"}
                                """)));
    }

    @Test
    void theRowMayChooseTheOlderRoute() {
        ROUTER.stubFor(post(CHAT).willReturn(okJson(text("openrouter/chat-picture.json"))));

        Submission.Completed done = submit(order("1K"), Map.of("imageRoute", "chat"));

        assertThat(done.files()).hasSize(1);
        assertThat(done.cost()).isEqualTo(new VendorCost(134_000L, null, 6L, 1_290L));
        ROUTER.verify(1, postRequestedFor(urlEqualTo(CHAT)).withRequestBody(equalToJson("""
                                {"model": "bytedance-seed/seedream-4.5", "messages": [{"role": "user", "content": [
                                   {"type": "text", "text": "a teapot"}]}], "modalities": ["image", "text"],
                                 "image_config": {"aspect_ratio": "16:9", "image_size": "1K"}, "seed": 7}
                                """)));
    }

    @ParameterizedTest
    @CsvSource({
        "{\"content\": \"no\"}, stop, VENDOR_FAILED",
        "{\"content\": null}, content_filter, CONTENT_REFUSED",
        "{\"refusal\": \"I cannot\"}, stop, CONTENT_REFUSED",
        "{\"images\": []}, error, VENDOR_FAILED"
    })
    void chatWithoutAPictureIsSorted(String message, String end, FailureKind kind) {
        ROUTER.stubFor(post(CHAT)
                .willReturn(okJson(
                        "{\"choices\": [{\"message\": %s, \"finish_reason\": \"%s\"}]}".formatted(message, end))));

        assertThat(failure(Map.of("imageRoute", "chat")).kind()).isEqualTo(kind);
        ROUTER.verify(1, postRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request, INVALID_ORDER",
        "400, content_policy_violation, CONTENT_REFUSED",
        "400, refusal, CONTENT_REFUSED",
        "400, invalid_image, INVALID_ORDER",
        "401, authentication, CREDENTIALS",
        "402, payment_required, VENDOR_BALANCE",
        "403, permission_denied, CREDENTIALS",
        "404, not_found, INVALID_ORDER",
        "408, timeout, OUTCOME_UNKNOWN",
        "413, payload_too_large, INVALID_ORDER",
        "422, unprocessable, INVALID_ORDER",
        "429, rate_limit_exceeded, RATE_LIMITED",
        "500, server, UNAVAILABLE",
        "502, provider_unavailable, UNAVAILABLE",
        "503, provider_overloaded, UNAVAILABLE",
        "524, timeout, OUTCOME_UNKNOWN",
        "524, , OUTCOME_UNKNOWN",
        "529, provider_overloaded, UNAVAILABLE"
    })
    void eachDocumentedRefusalOfAPictureIsSorted(int status, String type, FailureKind kind) {
        String body = OpenRouterRefusals.error(status, "m", type == null ? "" : type);
        ROUTER.stubFor(post(IMAGES).willReturn(aResponse().withStatus(status).withBody(body)));

        assertThat(failure(Map.of()).kind()).isEqualTo(kind);
        ROUTER.verify(1, postRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @CsvSource({
        "402, payment_required, VENDOR_BALANCE",
        "502, provider_unavailable, UNAVAILABLE",
        "408, timeout, OUTCOME_UNKNOWN",
        "400, content_policy_violation, CONTENT_REFUSED"
    })
    void anErrorInsideOfASuccessIsAnError(int code, String type, FailureKind kind) {
        ROUTER.stubFor(post(IMAGES).willReturn(okJson(OpenRouterRefusals.error(code, "m", type))));

        ProviderFailure failure = failure(Map.of());

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).hasMessage("stub: HTTP 200, code " + code + " " + type);
    }

    @Test
    void aTimeoutOfWordsMayBeTriedAgain() {
        ROUTER.stubFor(post(CHAT)
                .willReturn(aResponse().withStatus(408).withBody(OpenRouterRefusals.error(408, "m", "timeout"))));

        ProviderFailure failure = catchThrowableOfType(
                ProviderFailure.class, () -> factory.llm(settings(Map.of())).chatCompletion(ask()));

        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
    }

    @Test
    void wordsCostWhatTheAnswerSays() {
        ROUTER.stubFor(post(CHAT).willReturn(okJson("""
                {"model": "openai/gpt-6.1-terra", "choices": [{"message": {"content": "Yes."}, "finish_reason": "stop"}],
                 "usage": {"prompt_tokens": 12, "completion_tokens": 3, "cost": 0.00025}}
                """)));

        TextAnswer answer = factory.llm(settings(Map.of())).chatCompletion(ask());

        assertThat(answer.cost()).isEqualTo(new VendorCost(250L, null, 12L, 3L));
    }

    @Test
    void theListTellsWhatModelsAreForAndWhatTheyCost() {
        ROUTER.stubFor(get("/api/v1/models?output_modalities=all").willReturn(okJson(text("openrouter/models.json"))));

        assertThat(factory.models(settings(Map.of())))
                .containsExactly(
                        new ListedModel(
                                new ModelId("google/gemini-3-pro-image"),
                                "Google: Nano Banana Pro",
                                Set.of(
                                        ModelCategory.TEXT,
                                        ModelCategory.VISION,
                                        ModelCategory.TEXT_TO_IMAGE,
                                        ModelCategory.IMAGE_TO_IMAGE),
                                Map.of(
                                        "contextTokens", "65536",
                                        "createdAt", "2026-05-28T00:00:00Z",
                                        "inputUsdPerMillion", "2",
                                        "outputUsdPerMillion", "12",
                                        "imageOutputUsdPerMillion", "120")),
                        new ListedModel(
                                new ModelId("openrouter/auto"),
                                "Auto Router",
                                Set.of(ModelCategory.TEXT),
                                Map.of("createdAt", "2023-11-08T00:00:00Z", "endsOn", "2027-02-01")),
                        new ListedModel(
                                new ModelId("bytedance-seed/seedream-4.5"),
                                "Seedream 4.5",
                                Set.of(ModelCategory.TEXT_TO_IMAGE),
                                Map.of("createdAt", "2025-12-01T00:00:00Z")));
    }

    @Test
    void aListThatIsNoneIsAFailure() {
        ROUTER.stubFor(get(anyUrl()).willReturn(okJson("{\"data\": {}}")));

        assertThat(catchThrowableOfType(ProviderFailure.class, () -> factory.models(settings(Map.of())))
                        .kind())
                .isEqualTo(FailureKind.UNAVAILABLE);
    }

    @Test
    void theKeyIsAskedAboutItself() {
        ROUTER.stubFor(get("/api/v1/key")
                .willReturn(okJson("{\"data\": {\"label\": \"sk-or-v1-tes...001\", \"limit_remaining\": 74.5}}")));
        assertThat(factory.check(Category.LLM, settings(Map.of())))
                .isEqualTo(
                        new ConnectionCheck(true, "OpenRouter accepts the key; 74.5 dollars are left of its limit."));

        ROUTER.stubFor(get("/api/v1/key").willReturn(okJson("{\"data\": {\"limit_remaining\": null}}")));
        assertThat(factory.check(Category.LLM, settings(Map.of())).detail()).contains("no limit");

        ROUTER.stubFor(get("/api/v1/key")
                .willReturn(aResponse().withStatus(401).withBody(OpenRouterRefusals.body(FailureKind.CREDENTIALS))));
        assertThat(factory.check(Category.LLM, settings(Map.of())).reachable()).isFalse();
    }

    private Submission.Completed submit(ImageOrder order, Map<String, String> options) {
        return (Submission.Completed) factory.imageGeneration(settings(options)).submit(order);
    }

    private ProviderFailure failure(Map<String, String> options) {
        return catchThrowableOfType(ProviderFailure.class, () -> submit(order("1K"), options));
    }

    private static ProviderSettings settings(Map<String, String> options) {
        return new ProviderSettings(
                new ProviderId("stub"),
                "Stub",
                URI.create("http://localhost:" + ROUTER.getPort() + "/api/v1"),
                new ModelId("openai/gpt-6.1-terra"),
                options,
                Secret.of(KEY),
                null);
    }

    private static LlmRequest ask() {
        return new LlmRequest("", List.of(new ContentPart.Text("Hello")), null, 100);
    }

    private static ImageOrder order(String quality, PictureInput... pictures) {
        return new ImageOrder(
                new ModelId("bytedance-seed/seedream-4.5"),
                "a teapot",
                List.of(pictures),
                null,
                "16:9",
                quality,
                7L,
                null,
                "reference-1");
    }
}
