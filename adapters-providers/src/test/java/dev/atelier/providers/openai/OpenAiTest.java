package dev.atelier.providers.openai;

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
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.core.fakes.LogCapture;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.LlmRequest.ContentPart;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.TextAnswer;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiTest {
    private static final String CHAT = "/v1/chat/completions";

    @RegisterExtension
    static final WireMockExtension OPENAI = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    private final OpenAiProviderFactory factory =
            new OpenAiProviderFactory(new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK);

    @Test
    void asksOnceAndCountsTheCost() {
        answers(200, text("openai/chat.json"));

        TextAnswer answer = factory.llm(settings(Map.of()))
                .chatCompletion(new LlmRequest(
                        "Describe pictures.", List.of(new ContentPart.Text("Give a title.")), null, 300));

        // 1120 x 0.10 + 180 x 0.50 micro-dollars
        assertThat(answer)
                .isEqualTo(new TextAnswer(
                        "Title: Red Dot\nTags: red, minimal",
                        "gpt-6-luna-2026-10-01",
                        new VendorCost(202L, null, 1_120L, 180L)));
        OPENAI.verify(
                1,
                postRequestedFor(urlEqualTo(CHAT))
                        .withHeader("Authorization", equalTo("Bearer " + KEY))
                        .withRequestBody(equalToJson("""
                                {"model": "gpt-6-luna", "messages": [
                                   {"role": "system", "content": "Describe pictures."},
                                   {"role": "user", "content": [{"type": "text", "text": "Give a title."}]}],
                                 "max_completion_tokens": 300}
                                """)));
    }

    @Test
    void aPictureGoesByAddressWhereItHasOneElseInside() {
        answers(200, text("openai/chat.json"));
        String body = """
                {"model": "gpt-6-luna", "messages": [{"role": "user", "content": [
                    {"type": "text", "text": "What is it?"},
                    {"type": "image_url", "image_url": {"url": "%s", "detail": "%s"}}]}],
                 "max_completion_tokens": 4096}
                """;

        factory.vision(settings(Map.of()))
                .analyzeImage(Fixtures.picture("https://img.example.com/a.png"), "What is it?");
        factory.vision(settings(Map.of("detail", "low")))
                .analyzeImage(Fixtures.picture(new byte[] {1, 2, 3}), "What is it?");

        OPENAI.verify(
                1,
                postRequestedFor(urlEqualTo(CHAT))
                        .withRequestBody(equalToJson(body.formatted("https://img.example.com/a.png", "high"))));
        OPENAI.verify(
                1,
                postRequestedFor(urlEqualTo(CHAT))
                        .withRequestBody(equalToJson(body.formatted("data:image/png;base64,AQID", "low"))));
    }

    @Test
    void anotherModelAndAnOlderServerAreAMatterOfWords() {
        answers(200, text("openai/chat.json"));

        TextAnswer answer = factory.llm(settings(Map.of("maxTokensField", "max_tokens")))
                .chatCompletion(new LlmRequest("", List.of(new ContentPart.Text("Hi")), new ModelId("llama-9"), 5));

        assertThat(answer.cost()).isEqualTo(VendorCost.ofTokens(1_120, 180));
        OPENAI.verify(postRequestedFor(urlEqualTo(CHAT)).withRequestBody(equalToJson("""
                {"model": "llama-9", "messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}], "max_tokens": 5}
                """)));
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request_error, invalid_value, INVALID_ORDER",
        "400, image_generation_user_error, moderation_blocked, CONTENT_REFUSED",
        "400, invalid_request_error, content_policy_violation, CONTENT_REFUSED",
        "401, invalid_request_error, invalid_api_key, CREDENTIALS",
        "401, authentication_error, , CREDENTIALS",
        "403, invalid_request_error, unsupported_model, CREDENTIALS",
        "404, invalid_request_error, model_not_found, INVALID_ORDER",
        "429, rate_limit_error, rate_limit_exceeded, RATE_LIMITED",
        "429, tokens, rate_limit_exceeded, RATE_LIMITED",
        "429, rate_limit_error, slow_down, RATE_LIMITED",
        "429, insufficient_quota, credit_balance_exhausted, VENDOR_BALANCE",
        "429, insufficient_quota, insufficient_quota, VENDOR_BALANCE",
        "429, insufficient_quota, , VENDOR_BALANCE",
        "429, invalid_request_error, project_spend_limit_exceeded, VENDOR_BALANCE",
        "500, server_error, , UNAVAILABLE",
        "503, service_unavailable_error, server_is_overloaded, UNAVAILABLE"
    })
    void errorsAreSortedByTheirCodeFirst(int status, String type, String code, FailureKind kind) {
        answers(status, OpenAiRefusals.error("m", type, code == null ? "" : code));

        assertThat(failure().kind()).isEqualTo(kind);
        OPENAI.verify(1, postRequestedFor(anyUrl()));
    }

    @Test
    void theWaitIsTold() {
        OPENAI.stubFor(post(CHAT)
                .willReturn(aResponse()
                        .withStatus(429)
                        .withHeader("Retry-After", "12")
                        .withBody(OpenAiRefusals.error("m", "rate_limit_error", "rate_limit_exceeded"))));

        assertThat(failure().retryAfter()).contains(Duration.ofSeconds(12));
    }

    @ParameterizedTest
    @CsvSource({
        "null, \"I cannot help with that.\", stop, CONTENT_REFUSED",
        "\"\", null, content_filter, CONTENT_REFUSED",
        "\"half a sen\", null, content_filter, CONTENT_REFUSED",
        "null, null, length, VENDOR_FAILED",
        "null, null, stop, VENDOR_FAILED"
    })
    void anAnswerWithoutTextIsSorted(String content, String refusal, String end, FailureKind kind) {
        answers(
                200,
                "{\"choices\": [{\"message\": {\"content\": %s, \"refusal\": %s}, \"finish_reason\": \"%s\"}]}"
                        .formatted(content, refusal, end));

        assertThat(failure().kind()).isEqualTo(kind);
    }

    @Test
    void aCheckIsFreeAndNeverThrows() {
        OPENAI.stubFor(
                get("/v1/models").willReturn(okJson("{\"object\": \"list\", \"data\": [{\"id\": \"gpt-6-luna\"}]}")));
        assertThat(factory.check(Category.VISION, settings(Map.of())))
                .isEqualTo(new ConnectionCheck(true, "OpenAI accepts the key; it lists 1 models."));

        OPENAI.stubFor(get("/v1/models")
                .willReturn(aResponse().withStatus(401).withBody(OpenAiRefusals.body(FailureKind.CREDENTIALS))));
        ConnectionCheck refused = factory.check(Category.LLM, settings(Map.of()));
        assertThat(refused.reachable()).isFalse();
        assertThat(refused.detail()).contains("refused the API key").doesNotContain(KEY);

        ProviderSettings keyless = new ProviderSettings(
                settings(Map.of()).id(), "Stub", null, new ModelId("gpt-6-luna"), Map.of(), null, null);
        assertThat(factory.check(Category.LLM, keyless).reachable()).isFalse();
    }

    @Test
    void theListTellsNamesAloneAndTheyTellWhatAModelIsFor() {
        OPENAI.stubFor(get("/v1/models").willReturn(okJson(text("openai/models.json"))));

        assertThat(factory.models(settings(Map.of())))
                .containsExactly(
                        listed(
                                "gpt-image-2",
                                "2026-04-20T15:33:20Z",
                                ModelCategory.TEXT_TO_IMAGE,
                                ModelCategory.IMAGE_TO_IMAGE),
                        new ListedModel(
                                new ModelId("gpt-image-1.5"),
                                "gpt-image-1.5",
                                Set.of(ModelCategory.TEXT_TO_IMAGE, ModelCategory.IMAGE_TO_IMAGE),
                                Map.of("createdAt", "2025-12-15T13:33:20Z", "endsOn", "2026-12-01")),
                        listed("gpt-6-luna", "2026-09-21T14:13:20Z", ModelCategory.TEXT, ModelCategory.VISION),
                        listed("gpt-4o-mini-tts", "2026-09-21T14:13:20Z", ModelCategory.SPEECH));
    }

    private static ListedModel listed(String id, String created, ModelCategory... categories) {
        return new ListedModel(new ModelId(id), id, Set.of(categories), Map.of("createdAt", created));
    }

    @Test
    void neitherLogNorMessageHoldsASecret() {
        StringBuilder told = new StringBuilder();
        try (LogCapture log = new LogCapture()) {
            for (String body : List.of(
                    text("openai/chat.json"),
                    OpenAiRefusals.error("key " + KEY + " prompt Hello unspoken", "t " + KEY, "Hello unspoken"),
                    "<html>" + KEY + " Hello unspoken")) {
                answers(200, body);
                try {
                    told.append(factory.llm(settings(Map.of())).chatCompletion(ask()));
                } catch (ProviderFailure e) {
                    told.append(e);
                }
            }
            assertThat(log.lines()).isNotEmpty();
            told.append(log.lines());
        }
        assertThat(told.toString()).doesNotContain(KEY, "unspoken");
    }

    private static void answers(int status, String body) {
        OPENAI.stubFor(post(CHAT).willReturn(aResponse().withStatus(status).withBody(body)));
    }

    private ProviderFailure failure() {
        return catchThrowableOfType(
                ProviderFailure.class, () -> factory.llm(settings(Map.of())).chatCompletion(ask()));
    }

    private static ProviderSettings settings(Map<String, String> options) {
        return Fixtures.settings(OPENAI.getPort(), "gpt-6-luna", options, null);
    }

    private static LlmRequest ask() {
        return new LlmRequest("Be brief.", List.of(new ContentPart.Text("Hello unspoken")), null, 100);
    }
}
