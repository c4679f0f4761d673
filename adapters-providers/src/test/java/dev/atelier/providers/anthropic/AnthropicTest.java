package dev.atelier.providers.anthropic;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
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
import dev.atelier.core.catalogue.Lifecycle;
import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.fakes.LogCapture;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.LlmRequest.ContentPart;
import dev.atelier.core.provider.LlmRequest.Speaker;
import dev.atelier.core.provider.LlmRequest.Turn;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.TextAnswer;
import dev.atelier.core.provider.TextEnd;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicTest {
    private static final String MESSAGES = "/v1/messages";

    @RegisterExtension
    static final WireMockExtension ANTHROPIC = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    private final AnthropicProviderFactory factory =
            new AnthropicProviderFactory(new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK);

    @Test
    void asksOnceAndCountsTheCost() {
        answers(200, text("anthropic/message.json"));

        TextAnswer answer =
                chat(new LlmRequest("Be brief.", List.of(new ContentPart.Text("What is it?")), null, 2_000));

        // 320 x 2 + 24 x 10 micro-dollars; the thoughts are none of the text
        assertThat(answer)
                .isEqualTo(new TextAnswer(
                        "The first is a red dot.", "claude-sonnet-5-5", new VendorCost(880L, null, 320L, 24L)));
        ANTHROPIC.verify(
                1,
                postRequestedFor(urlEqualTo(MESSAGES))
                        .withHeader("x-api-key", equalTo(KEY))
                        .withHeader("anthropic-version", equalTo("2023-06-01"))
                        .withRequestBody(equalToJson("""
                                {"model": "claude-sonnet-5-5", "max_tokens": 2000, "system": "Be brief.", "messages": [
                                   {"role": "user", "content": [{"type": "text", "text": "What is it?"}]}]}
                                """)));
    }

    @Test
    void whatTheVendorKeptHasPricesOfItsOwn() {
        answers(
                200,
                text("anthropic/message.json")
                        .replace("\"cache_creation_input_tokens\": 0", "\"cache_creation_input_tokens\": 1000")
                        .replace("\"cache_read_input_tokens\": 0", "\"cache_read_input_tokens\": 5000")
                        .replace(
                                "\"cache_creation\": null",
                                "\"cache_creation\": {\"ephemeral_5m_input_tokens\": 600, \"ephemeral_1h_input_tokens\": 400}"));

        // 320 x 2 + 600 x 2.50 + 400 x 4 + 5000 x 0.10 + 24 x 10
        assertThat(chat(ask()).cost()).isEqualTo(new VendorCost(4_480L, null, 6_320L, 24L));
    }

    @Test
    void aLongQuestionToHaikuCostsMore() {
        answers(200, text("anthropic/message.json").replace("\"input_tokens\": 320", "\"input_tokens\": 100001"));

        assertThat(chat(new LlmRequest("", List.of(new ContentPart.Text("Hi")), new ModelId("claude-haiku-5-5"), 2_000))
                        .cost()
                        .micros())
                .isEqualTo(50_061L);
    }

    @Test
    void aPictureGoesByAddressWhereItHasOneElseInside() {
        answers(200, text("anthropic/message.json"));
        String body = """
                {"model": "claude-sonnet-5-5", "max_tokens": 4096, "messages": [{"role": "user", "content": [
                    {"type": "image", "source": %s}, {"type": "text", "text": "What is it?"}]}]}
                """;

        factory.vision(settings(Map.of()))
                .analyzeImage(Fixtures.picture("https://img.example.com/a.png"), "What is it?");
        factory.vision(settings(Map.of())).analyzeImage(Fixtures.picture(new byte[] {1, 2, 3}), "What is it?");
        // Only https is read there.
        factory.vision(settings(Map.of("maxTokens", "4096")))
                .analyzeImage(Fixtures.picture("http://img.example.com/a.png"), "What is it?");

        ANTHROPIC.verify(
                1,
                postRequestedFor(urlEqualTo(MESSAGES))
                        .withRequestBody(equalToJson(
                                body.formatted("{\"type\": \"url\", \"url\": \"https://img.example.com/a.png\"}"))));
        ANTHROPIC.verify(
                1,
                postRequestedFor(urlEqualTo(MESSAGES))
                        .withRequestBody(equalToJson(body.formatted(INLINE + "\"AQID\"}"))));
        ANTHROPIC.verify(
                1,
                postRequestedFor(urlEqualTo(MESSAGES))
                        .withRequestBody(equalToJson(body.formatted(INLINE + "\"AQIDBA==\"}"))));
    }

    private static final String INLINE = "{\"type\": \"base64\", \"media_type\": \"image/png\", \"data\": ";

    @Test
    void aPictureThatIsTooLargeCostsNothing() {
        ProviderFailure failure = catchThrowableOfType(
                ProviderFailure.class,
                () -> factory.vision(settings(Map.of()))
                        .analyzeImage(Fixtures.picture(new byte[(7 << 20) + 1]), "What is it?"));

        assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_ORDER);
        ANTHROPIC.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void aConversationKeepsItsTurnsAndLeavesOutWhatNewModelsRefuse() {
        answers(200, text("anthropic/message.json"));
        LlmRequest request = new LlmRequest(
                "",
                List.of(said(Speaker.USER, "one"), said(Speaker.ASSISTANT, "two"), said(Speaker.USER, "three")),
                null,
                5,
                1.5,
                List.of("HALT"),
                true);

        chat(request);
        factory.llm(settings(Map.of("temperature", "true"))).chatCompletion(request);

        String body = """
                {"model": "claude-sonnet-5-5", "max_tokens": 1024, "system": "%s", "stop_sequences": ["HALT"], %s "messages": [
                    {"role": "user", "content": [{"type": "text", "text": "one"}]},
                    {"role": "assistant", "content": [{"type": "text", "text": "two"}]},
                    {"role": "user", "content": [{"type": "text", "text": "three"}]}]}
                """;
        String json = "Answer with one JSON object and nothing else, without a code fence.";
        ANTHROPIC.verify(
                1, postRequestedFor(urlEqualTo(MESSAGES)).withRequestBody(equalToJson(body.formatted(json, ""))));
        ANTHROPIC.verify(
                1,
                postRequestedFor(urlEqualTo(MESSAGES))
                        .withRequestBody(equalToJson(body.formatted(json, "\"temperature\": 1.0,"))));
    }

    @Test
    void eventsAreToldAsTheyComeAndCounted() {
        streams(text("anthropic/stream.txt"));
        List<String> told = new ArrayList<>();

        TextAnswer answer = factory.llm(settings(Map.of())).stream(ask(), told::add);

        assertThat(told).containsExactly("Red ", "dot");
        // 10 x 2 + 100 x 0.10 + 14 x 10
        assertThat(answer)
                .isEqualTo(new TextAnswer("Red dot", "claude-sonnet-5-5", new VendorCost(170L, null, 110L, 14L)));
    }

    @ParameterizedTest
    @CsvSource({
        "overloaded_error, UNAVAILABLE",
        "api_error, UNAVAILABLE",
        "rate_limit_error, RATE_LIMITED",
        "unheard_of, UNAVAILABLE"
    })
    void anErrorInTheMiddleOfAStreamIsSorted(String type, FailureKind kind) {
        String whole = text("anthropic/stream.txt");
        streams(whole.substring(0, whole.indexOf("event: content_block_stop")) + "event: error\ndata: "
                + AnthropicRefusals.error(type, "m") + "\n\n");

        assertThat(streamFailure().kind()).isEqualTo(kind);
        ANTHROPIC.verify(1, postRequestedFor(anyUrl()));
    }

    @Test
    void aRefusalInTheMiddleOfAStreamIsOne() {
        streams(text("anthropic/stream.txt")
                .replace(
                        "\"stop_reason\":\"end_turn\"",
                        "\"stop_reason\":\"refusal\",\"stop_details\":{\"type\":\"refusal\",\"category\":\"cyber\"}"));

        ProviderFailure failure = streamFailure();

        assertThat(failure.kind()).isEqualTo(FailureKind.CONTENT_REFUSED);
        assertThat(failure.getMessage()).contains("cyber");
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request_error, max_tokens: too large, INVALID_ORDER",
        "400, invalid_request_error, image exceeds 10 MB maximum: 11174516 bytes > 10485760 bytes, INVALID_ORDER",
        "400, invalid_request_error, Your credit balance is too low to access the API., VENDOR_BALANCE",
        "400, invalid_request_error, You have reached your specified API usage limits., VENDOR_BALANCE",
        "400, invalid_request_error, Output blocked by content filtering policy, CONTENT_REFUSED",
        "401, authentication_error, invalid x-api-key, CREDENTIALS",
        "402, billing_error, m, VENDOR_BALANCE",
        "403, permission_error, m, CREDENTIALS",
        "404, not_found_error, model: claude-none, INVALID_ORDER",
        "409, conflict_error, m, UNAVAILABLE",
        "413, request_too_large, m, INVALID_ORDER",
        "429, rate_limit_error, This request would exceed your rate limit., RATE_LIMITED",
        "429, rate_limit_error, The monthly spend limit is reached., VENDOR_BALANCE",
        "500, api_error, m, UNAVAILABLE",
        "504, timeout_error, m, UNAVAILABLE",
        "529, overloaded_error, Overloaded, UNAVAILABLE",
        "529, , , UNAVAILABLE"
    })
    void errorsAreSortedByTheirWordFirst(int status, String type, String message, FailureKind kind) {
        answers(status, type == null ? "<html>busy" : AnthropicRefusals.error(type, message));

        assertThat(failure().kind()).isEqualTo(kind);
        ANTHROPIC.verify(1, postRequestedFor(anyUrl()));
    }

    @Test
    void theWaitIsTold() {
        ANTHROPIC.stubFor(post(MESSAGES)
                .willReturn(aResponse()
                        .withStatus(429)
                        .withHeader("retry-after", "12")
                        .withBody(AnthropicRefusals.body(FailureKind.RATE_LIMITED))));

        assertThat(failure().retryAfter()).contains(Duration.ofSeconds(12));
    }

    @ParameterizedTest
    @CsvSource({
        "refusal, half a sentence, CONTENT_REFUSED",
        "max_tokens, '', VENDOR_FAILED",
        "end_turn, ' ', VENDOR_FAILED",
        "tool_use, '', VENDOR_FAILED",
        "pause_turn, '', VENDOR_FAILED",
        "model_context_window_exceeded, '', VENDOR_FAILED",
        "unheard_of, '', UNAVAILABLE"
    })
    void anAnswerWithoutTextIsSorted(String end, String words, FailureKind kind) {
        answers(200, message(end, words));

        assertThat(failure().kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"max_tokens, LENGTH", "model_context_window_exceeded, LENGTH", "stop_sequence, STOP", "end_turn, STOP"})
    void whyItEndsIsTold(String end, TextEnd told) {
        answers(200, message(end, "words"));

        assertThat(chat(ask()).end()).isEqualTo(told);
    }

    @Test
    void aHugeAnswerIsNotReadToItsEnd() {
        answers(200, message("end_turn", "y".repeat(3 << 20)));

        assertThat(failure().kind()).isEqualTo(FailureKind.UNAVAILABLE);
    }

    @Test
    void aConnectionThatBreaksIsNotTriedAgain() {
        for (Fault fault : Fault.values()) {
            ANTHROPIC.resetRequests();
            ANTHROPIC.stubFor(post(MESSAGES).willReturn(aResponse().withFault(fault)));

            assertThat(failure().kind()).isEqualTo(FailureKind.UNAVAILABLE);
            ANTHROPIC.verify(1, postRequestedFor(anyUrl()));
        }
    }

    @Test
    void aCheckIsFreeAndNeverThrows() {
        ANTHROPIC.stubFor(get("/v1/models?limit=1000").willReturn(okJson(text("anthropic/models.json"))));
        assertThat(factory.check(Category.VISION, settings(Map.of())))
                .isEqualTo(new ConnectionCheck(true, "Anthropic accepts the key; it lists 2 models."));

        ANTHROPIC.stubFor(get("/v1/models?limit=1000")
                .willReturn(aResponse().withStatus(401).withBody(AnthropicRefusals.body(FailureKind.CREDENTIALS))));
        ConnectionCheck refused = factory.check(Category.LLM, settings(Map.of()));
        assertThat(refused.reachable()).isFalse();
        assertThat(refused.detail()).contains("refused the API key").doesNotContain(KEY);

        ANTHROPIC.stubFor(get("/v1/models?limit=1000").willReturn(okJson("{\"weather\": \"fine\"}")));
        assertThat(factory.check(Category.LLM, settings(Map.of())).reachable()).isFalse();
    }

    @Test
    void theModelsAreListedPageByPage() {
        String second = """
                {"data": [{"type": "model", "id": "claude-blind-1", "display_name": "", "capabilities": {"image_input": {"supported": false}}},
                          {"type": "model", "id": "no model id"}, {}], "has_more": false, "last_id": "claude-blind-1"}
                """;
        ANTHROPIC.stubFor(get("/v1/models?limit=1000")
                .willReturn(
                        okJson(text("anthropic/models.json").replace("\"has_more\": false", "\"has_more\": true"))));
        ANTHROPIC.stubFor(get("/v1/models?limit=1000&after_id=claude-haiku-9").willReturn(okJson(second)));

        assertThat(factory.models(settings(Map.of())))
                .containsExactly(
                        new ListedModel(
                                new ModelId("claude-sonnet-5-5"),
                                "Claude Sonnet 5.5",
                                Set.of(ModelCategory.TEXT, ModelCategory.VISION),
                                Map.of("contextTokens", "1000000", "createdAt", "2026-10-01T00:00:00Z")),
                        new ListedModel(
                                new ModelId("claude-haiku-9"),
                                "Claude Haiku 9",
                                Set.of(ModelCategory.TEXT, ModelCategory.VISION),
                                Map.of("contextTokens", "1000000", "createdAt", "2026-11-01T00:00:00Z")),
                        ListedModel.of("claude-blind-1", ModelCategory.TEXT));
    }

    @Test
    void aListThatNeverEndsIsLeftAfterAWhile() {
        ANTHROPIC.stubFor(get(urlPathEqualTo("/v1/models"))
                .willReturn(okJson("{\"data\": [{\"id\": \"m\"}], \"has_more\": true, \"last_id\": \"m\"}")));

        assertThat(factory.models(settings(Map.of()))).hasSize(2);
    }

    @Test
    void claudeThreeIsKnownAsGoneAndItsSuccessorNamed() {
        ModelSpec gone = factory.presets().get(0).models().stream()
                .map(model -> model.spec())
                .filter(spec -> spec.id().value().equals("claude-3-5-sonnet-20241022"))
                .findFirst()
                .orElseThrow();

        assertThat(gone.lifecycle()).isEqualTo(Lifecycle.RETIRED);
        assertThat(gone.replacement()).isEqualTo(new ModelId("claude-sonnet-5-5"));
        assertThat(gone.endsOn()).isEqualTo(LocalDate.of(2025, 10, 28));
    }

    @Test
    void neitherLogNorMessageHoldsASecret() {
        StringBuilder told = new StringBuilder();
        try (LogCapture log = new LogCapture()) {
            for (String body : List.of(
                    text("anthropic/message.json"),
                    AnthropicRefusals.error("t " + KEY, "key " + KEY + " prompt Hello unspoken"),
                    "<html>" + KEY + " Hello unspoken")) {
                answers(200, body);
                try {
                    told.append(chat(ask()));
                } catch (ProviderFailure e) {
                    told.append(e);
                }
            }
            assertThat(log.lines()).isNotEmpty();
            told.append(log.lines());
        }
        assertThat(told.toString()).doesNotContain(KEY, "unspoken");
    }

    private static String message(String end, String words) {
        return "{\"type\": \"message\", \"content\": [{\"type\": \"text\", \"text\": \"%s\"}], \"stop_reason\": \"%s\"}"
                .formatted(words, end);
    }

    private static void answers(int status, String body) {
        ANTHROPIC.stubFor(
                post(MESSAGES).willReturn(aResponse().withStatus(status).withBody(body)));
    }

    private static void streams(String events) {
        ANTHROPIC.stubFor(post(MESSAGES)
                .withRequestBody(equalToJson("{\"stream\": true}", true, true))
                .willReturn(aResponse()
                        .withHeader("Content-Type", "text/event-stream")
                        .withBody(events)));
    }

    private TextAnswer chat(LlmRequest request) {
        return factory.llm(settings(Map.of())).chatCompletion(request);
    }

    private ProviderFailure failure() {
        return catchThrowableOfType(ProviderFailure.class, () -> chat(ask()));
    }

    private ProviderFailure streamFailure() {
        return catchThrowableOfType(
                ProviderFailure.class, () -> factory.llm(settings(Map.of())).stream(ask(), words -> {}));
    }

    private static ProviderSettings settings(Map<String, String> options) {
        return Fixtures.settings(ANTHROPIC.getPort(), "claude-sonnet-5-5", options, null);
    }

    private static Turn said(Speaker speaker, String words) {
        return new Turn(speaker, List.of(new ContentPart.Text(words)));
    }

    private static LlmRequest ask() {
        return new LlmRequest("Be brief.", List.of(new ContentPart.Text("Hello unspoken")), null, 2_000);
    }
}
