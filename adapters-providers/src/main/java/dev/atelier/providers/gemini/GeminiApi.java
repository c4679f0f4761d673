package dev.atelier.providers.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.LlmRequest.ContentPart;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.TextAnswer;
import dev.atelier.providers.http.ApiKey;
import dev.atelier.providers.http.Endpoint;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.JsonCall;
import dev.atelier.providers.http.JsonHttp;
import dev.atelier.providers.http.Loss;
import dev.atelier.providers.http.Options;
import dev.atelier.providers.text.TextPrices;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The one route {@code generateContent}, for words and pictures in and words out. */
final class GeminiApi {
    private static final int DEFAULT_TIMEOUT_SECONDS = 120;
    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(15);

    private final ProviderSettings settings;
    private final JsonHttp http;
    private final Endpoint api;
    private final Options options;
    private final TextPrices prices;

    GeminiApi(ProviderSettings settings, GuardedHttp http, Clock clock) {
        this.settings = settings;
        this.http = new JsonHttp(http, settings.id(), clock);
        this.api = Endpoint.of(settings.baseUrl(), GoogleApi.HOST);
        this.options = Options.of(settings);
        this.prices = new TextPrices("gemini", settings, clock);
    }

    ProviderId id() {
        return settings.id();
    }

    String displayName() {
        return settings.displayName();
    }

    Options options() {
        return options;
    }

    String model() {
        return settings.model().value();
    }

    Duration callTimeout() {
        return options.callTimeout(DEFAULT_TIMEOUT_SECONDS);
    }

    private static ObjectNode text(String text) {
        return Json.object().put("text", text);
    }

    /** @param words is told the answer as it comes; null to have it at once */
    TextAnswer generate(LlmRequest request, @Nullable Consumer<String> words) {
        String model = request.model() == null ? model() : request.model().value();
        ObjectNode body = body(request);
        if (words == null) {
            JsonAnswer answer = good(http.send(call(api.at("v1beta/models/" + model + ":generateContent"), body)));
            return GeminiAnswer.read(id(), answer.json(), model, prices);
        }
        Optional<HttpUrl> route = api.at("v1beta/models/" + model + ":streamGenerateContent")
                .map(url -> url.newBuilder().addQueryParameter("alt", "sse").build());
        GeminiStream stream = new GeminiStream(words);
        JsonAnswer answer = good(http.stream(call(route, body), chunk -> {
            good(new JsonAnswer(200, chunk, null));
            stream.take(chunk);
        }));
        if (answer.json().isMissingNode()) {
            return GeminiAnswer.read(id(), stream.whole(id()), model, prices);
        }
        // A gateway that does not stream has answered at once.
        TextAnswer whole = GeminiAnswer.read(id(), answer.json(), model, prices);
        words.accept(whole.text());
        return whole;
    }

    private ObjectNode body(LlmRequest request) {
        ObjectNode body = Json.object();
        if (!request.systemPrompt().isBlank()) {
            body.putObject("systemInstruction").putArray("parts").add(text(request.systemPrompt()));
        }
        ArrayNode contents = body.putArray("contents");
        for (LlmRequest.Turn turn : request.turns()) {
            boolean user = turn.speaker() == LlmRequest.Speaker.USER;
            ArrayNode parts =
                    contents.addObject().put("role", user ? "user" : "model").putArray("parts");
            for (ContentPart part : turn.parts()) {
                parts.add(
                        part instanceof ContentPart.Image image
                                ? GeminiPictureParts.part(id(), image.image())
                                : text(((ContentPart.Text) part).text()));
            }
        }
        ObjectNode config = body.putObject("generationConfig").put("maxOutputTokens", request.maxTokens());
        if (request.temperature() != null) {
            config.put("temperature", request.temperature());
        }
        if (!request.stop().isEmpty()) {
            request.stop().forEach(config.putArray("stopSequences")::add);
        }
        if (request.json()) {
            config.put("responseMimeType", "application/json");
        }
        String thinking = options.text("thinkingLevel", "");
        if (!thinking.isEmpty()) {
            config.putObject("thinkingConfig").put("thinkingLevel", thinking);
        }
        return body;
    }

    private JsonCall call(Optional<HttpUrl> route, ObjectNode body) {
        return JsonCall.post(route, headers(), body, Loss.ANSWER_ONLY, callTimeout());
    }

    private JsonAnswer good(JsonAnswer answer) {
        if (!answer.ok() || answer.json().has("error")) {
            throw GeminiErrors.failure(id(), answer);
        }
        return answer;
    }

    /** How many models the key can see. */
    int countModels() {
        JsonAnswer answer = http.send(JsonCall.get(api.at("v1beta/models"), headers(), CHECK_TIMEOUT));
        JsonNode models = answer.json().path("models");
        if (!answer.ok()) {
            throw GeminiErrors.failure(id(), answer);
        }
        if (!models.isArray()) {
            throw new ProviderFailure(id(), FailureKind.UNAVAILABLE, id() + ": the answer holds no list of models");
        }
        return models.size();
    }

    private Headers headers() {
        return Headers.of("x-goog-api-key", ApiKey.of(settings));
    }
}
