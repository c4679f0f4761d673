package dev.atelier.providers.kie;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
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
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.LlmRequest.ContentPart;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.TextAnswer;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.provider.spi.LlmProvider;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KieLlmTest {
    private static final String CHAT = "/gemini-3-pro/v1/chat/completions";

    @RegisterExtension
    static final WireMockExtension KIE = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    private final KieProviderFactory factory =
            new KieProviderFactory(new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK);

    @Test
    void asksOnceWithTheModelInThePath() {
        KIE.stubFor(post(CHAT).willReturn(okJson(text("kie/chat.json"))));

        TextAnswer answer = provider(Map.of())
                .chatCompletion(new LlmRequest(
                        "Answer in JSON only.",
                        List.of(
                                new ContentPart.Text("Is there text?"),
                                new ContentPart.Image(Fixtures.picture("https://img.example.com/a.png"))),
                        null,
                        500));

        assertThat(answer)
                .isEqualTo(
                        new TextAnswer("{\"hasText\": true}", "gemini-3-pro", new VendorCost(450L, null, 412L, 58L)));
        KIE.verify(
                1,
                postRequestedFor(urlEqualTo(CHAT))
                        .withHeader("Authorization", equalTo("Bearer " + KEY))
                        .withRequestBody(equalToJson("""
                                {"messages": [
                                   {"role": "system", "content": [{"type": "text", "text": "Answer in JSON only."}]},
                                   {"role": "user", "content": [
                                      {"type": "text", "text": "Is there text?"},
                                      {"type": "image_url", "image_url": {"url": "https://img.example.com/a.png"}}]}],
                                 "stream": false, "include_thoughts": false, "reasoning_effort": "low"}
                                """)));
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-2.5-flash, /gemini-2.5-flash/v1/chat/completions",
        "gemini-3.7-flash, /gemini-3-7-flash-openai/v1/chat/completions",
        "gemini-9, /gemini-9/v1/chat/completions"
    })
    void eachModelHasItsRoute(String model, String route) {
        KIE.stubFor(post(route).willReturn(okJson(text("kie/chat.json"))));

        assertThat(provider(Map.of()).chatCompletion(ask(new ModelId(model))).text())
                .isNotBlank();
    }

    @Test
    void theRouteIsAnAdminsChoice() {
        KIE.stubFor(post("/x/gemini-9/chat").willReturn(okJson(text("kie/chat.json"))));

        assertThat(provider(Map.of("chatPath", "/x/{model}/chat"))
                        .chatCompletion(ask(new ModelId("gemini-9")))
                        .text())
                .isNotBlank();
    }

    @Test
    void whereTheAnswerTellsNoCreditsTheListPriceIsTaken() {
        KIE.stubFor(post(CHAT).willReturn(okJson(text("kie/chat.json").replace("credits_consumed", "credits"))));

        // 412 x 0.50 + 58 x 3.50 = 409 micro-dollars
        assertThat(provider(Map.of()).chatCompletion(ask(null)).cost().micros()).isEqualTo(409L);
        assertThat(provider(Map.of("inputUsdPerMillion", "1", "outputUsdPerMillion", "2.5"))
                        .chatCompletion(ask(null))
                        .cost()
                        .micros())
                .isEqualTo(557L);
    }

    @ParameterizedTest
    @CsvSource({
        "400, '{\"error\": {\"message\": \"Invalid request parameters\", \"type\": \"invalid_request_error\"}}', INVALID_ORDER",
        "401, '{\"error\": {\"message\": \"Unauthorized\", \"type\": \"authentication_error\"}}', CREDENTIALS",
        "429, '{\"error\": {\"message\": \"Rate limit exceeded\", \"type\": \"rate_limit_error\"}}', RATE_LIMITED",
        "200, '{\"code\": 500, \"msg\": \"Server Error\", \"data\": null}', UNAVAILABLE",
        "200, '{\"code\": 422, \"msg\": \"channel not supported\", \"data\": null}', INVALID_ORDER",
        "200, '{\"code\": 402, \"msg\": \"Credits insufficient\"}', VENDOR_BALANCE",
        "200, '{\"error\": {\"message\": \"x\"}}', UNAVAILABLE",
        "200, <html>, UNAVAILABLE",
        "200, '{\"choices\": []}', UNAVAILABLE",
        "200, '{\"choices\": [{\"message\": {\"content\": \"\"}, \"finish_reason\": \"content_filter\"}]}', CONTENT_REFUSED",
        "200, '{\"choices\": [{\"message\": {\"content\": null}, \"finish_reason\": \"length\"}]}', VENDOR_FAILED",
        "502, <html>, UNAVAILABLE"
    })
    void failuresAreSorted(int status, String body, FailureKind kind) {
        KIE.stubFor(post(CHAT).willReturn(aResponse().withStatus(status).withBody(body)));

        assertThat(failure().kind()).isEqualTo(kind);
        KIE.verify(1, postRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aLostAnswerLeavesNothingToLookFor(Fault fault) {
        KIE.stubFor(post(CHAT).willReturn(aResponse().withFault(fault)));

        assertThat(failure().kind()).isEqualTo(FailureKind.UNAVAILABLE);
        KIE.verify(1, postRequestedFor(anyUrl()));
    }

    @Test
    void aCheckIsFreeAndNeverThrows() {
        var settings = Fixtures.settings(KIE.getPort(), "gemini-3-pro", Map.of(), null);
        KIE.stubFor(
                get("/api/v1/chat/credit").willReturn(okJson("{\"code\": 200, \"msg\": \"success\", \"data\": 79.2}")));
        assertThat(factory.check(Category.LLM, settings))
                .isEqualTo(new ConnectionCheck(true, "kie.ai accepts the key; 79.2 credits are left."));

        KIE.stubFor(get("/api/v1/chat/credit").willReturn(okJson("{\"code\": 401, \"msg\": \"bad key " + KEY + "\"}")));
        ConnectionCheck refused = factory.check(Category.IMAGE_GENERATION, settings);
        assertThat(refused.reachable()).isFalse();
        assertThat(refused.detail()).contains("refused the API key").doesNotContain(KEY);

        assertThat(factory.check(Category.LLM, Fixtures.settings(1, "m", Map.of(), null))
                        .reachable())
                .isFalse();
    }

    private LlmProvider provider(Map<String, String> options) {
        return factory.llm(Fixtures.settings(KIE.getPort(), "gemini-3-pro", options, null));
    }

    private ProviderFailure failure() {
        return catchThrowableOfType(
                ProviderFailure.class, () -> provider(Map.of()).chatCompletion(ask(null)));
    }

    private static LlmRequest ask(ModelId model) {
        return new LlmRequest("Be brief.", List.of(new ContentPart.Text("Hello")), model, 100);
    }
}
