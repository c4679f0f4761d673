package dev.atelier.providers.compatible;

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
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.LlmRequest.ContentPart;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.secret.Secret;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompatibleTest {
    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    private final OpenAiCompatibleProviderFactory factory =
            new OpenAiCompatibleProviderFactory(new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK);

    @ParameterizedTest
    @CsvSource({
        "'', v1, /v1/chat/completions",
        "/v1, v1, /v1/chat/completions",
        "/v1/, v1, /v1/chat/completions",
        "/openai/v1, v1, /openai/v1/chat/completions",
        "/api, paas/v4, /api/paas/v4/chat/completions",
        "'', '', /chat/completions"
    })
    void anyAddressLeadsToItsRoutesWithoutAKey(String base, String apiPath, String route) {
        SERVER.stubFor(post(anyUrl()).willReturn(okJson(text("openai/chat.json"))));

        factory.llm(settings(base, Map.of("apiPath", apiPath), null)).chatCompletion(ask());

        SERVER.verify(
                1,
                postRequestedFor(urlEqualTo(route))
                        .withHeader("Authorization", absent())
                        .withRequestBody(equalToJson("""
                                {"model": "llava:13b", "messages": [
                                   {"role": "user", "content": [{"type": "text", "text": "Hello"}]}], "max_tokens": 100}
                                """)));
    }

    @Test
    void aKeyIsSentWhereThereIsOneAndPricesAreTheAdmins() {
        SERVER.stubFor(post(anyUrl()).willReturn(okJson(text("openai/chat.json"))));
        Map<String, String> prices = Map.of("inputUsdPerMillion", "1", "outputUsdPerMillion", "2");

        VendorCost cost =
                factory.llm(settings("", prices, KEY)).chatCompletion(ask()).cost();

        assertThat(cost).isEqualTo(new VendorCost(1_480L, null, 1_120L, 180L));
        SERVER.verify(1, postRequestedFor(anyUrl()).withHeader("Authorization", equalTo("Bearer " + KEY)));
    }

    @Test
    void picturesLieInTheMessageUnlessTheServerCanFetchThem() {
        SERVER.stubFor(post(anyUrl()).willReturn(okJson(text("openai/chat.json"))));
        var picture = Fixtures.picture("https://img.example.com/a.png");
        String body = """
                {"model": "llava:13b", "messages": [{"role": "user", "content": [
                    {"type": "text", "text": "What is it?"},
                    {"type": "image_url", "image_url": {"url": "%s"}}]}],
                 "max_tokens": 4096}
                """;

        factory.vision(settings("", Map.of(), null)).analyzeImage(picture, "What is it?");
        factory.vision(settings("", Map.of("pictures", "url"), null)).analyzeImage(picture, "What is it?");

        SERVER.verify(
                1,
                postRequestedFor(anyUrl())
                        .withRequestBody(equalToJson(body.formatted("data:image/png;base64,AQIDBA=="))));
        SERVER.verify(
                1,
                postRequestedFor(anyUrl())
                        .withRequestBody(equalToJson(body.formatted("https://img.example.com/a.png"))));
    }

    @Test
    void aPictureMayComeByAddress() {
        SERVER.stubFor(post("/v1/images/generations")
                .willReturn(okJson("{\"data\": [{\"url\": \"http://localhost:8080/generated-images/b6.png\"}]}")));

        Submission.Completed done = (Submission.Completed)
                factory.imageGeneration(settings("", Map.of(), null)).submit(order("16:9"));

        assertThat(done.files())
                .containsExactly(new ProducedFile.Remote(URI.create("http://localhost:8080/generated-images/b6.png")));
        SERVER.verify(1, postRequestedFor(anyUrl()).withRequestBody(equalToJson("""
                {"model": "flux.1-dev", "prompt": "a teapot", "n": 1, "response_format": "b64_json",
                 "size": "1536x864", "seed": 7}
                """)));
    }

    @Test
    void aServerOfOneSizeIsToldNoOther() {
        SERVER.stubFor(post(anyUrl()).willReturn(okJson(text("openai/picture.json"))));
        Map<String, String> options = Map.of("size", "512x512", "responseFormat", "none");

        factory.imageGeneration(settings("", options, null)).submit(order("1:1"));

        SERVER.verify(1, postRequestedFor(anyUrl()).withRequestBody(equalToJson("""
                {"model": "flux.1-dev", "prompt": "a teapot", "n": 1, "size": "512x512", "seed": 7}
                """)));
    }

    @Test
    void aHostThatNobodyHasAllowedIsNotCalled() {
        var closed = new OpenAiCompatibleProviderFactory(new GuardedHttp(NetworkPolicy.publicOnly()), CLOCK);

        ProviderFailure failure = catchThrowableOfType(
                ProviderFailure.class,
                () -> closed.llm(settings("", Map.of(), null)).chatCompletion(ask()));

        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(closed.check(Category.LLM, settings("", Map.of(), null)).reachable())
                .isFalse();
        SERVER.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void withoutAnAddressThereIsNobodyToAsk() {
        ProviderSettings nowhere = new ProviderSettings(
                new ProviderId("stub"), "Stub", null, new ModelId("llava:13b"), Map.of(), Secret.of(KEY), null);

        assertThat(factory.check(Category.LLM, nowhere).reachable()).isFalse();
    }

    @Test
    void theServersModelsAreListedWithoutAGuessAtWhatTheyAreFor() {
        SERVER.stubFor(get("/v1/models").willReturn(okJson("""
                {"object": "list", "data": [{"id": "llava:13b", "object": "model", "created": 1795000000, "owned_by": "library"},
                   {"id": ""}, {"id": "qwen3"}]}
                """)));
        ProviderSettings settings = settings("", Map.of(), null);

        assertThat(factory.models(settings))
                .containsExactly(
                        new ListedModel(
                                new ModelId("llava:13b"),
                                "llava:13b",
                                java.util.Set.of(),
                                Map.of("createdAt", "2026-11-18T11:06:40Z")),
                        ListedModel.of("qwen3"));
        assertThat(factory.check(Category.LLM, settings))
                .isEqualTo(new ConnectionCheck(true, "The server answers; it lists 3 models."));
    }

    private static ProviderSettings settings(String path, Map<String, String> options, @Nullable String key) {
        return new ProviderSettings(
                new ProviderId("stub"),
                "Stub",
                URI.create("http://localhost:" + SERVER.getPort() + path),
                new ModelId("llava:13b"),
                options,
                key == null ? null : Secret.of(key),
                null);
    }

    private static LlmRequest ask() {
        return new LlmRequest("", List.of(new ContentPart.Text("Hello")), null, 100);
    }

    private static ImageOrder order(String ratio) {
        return new ImageOrder(
                new ModelId("flux.1-dev"), "a teapot", List.of(), null, ratio, null, 7L, null, "reference-1");
    }
}
