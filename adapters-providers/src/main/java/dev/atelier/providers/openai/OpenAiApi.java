package dev.atelier.providers.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.LlmRequest.ContentPart;
import dev.atelier.core.provider.PictureInput;
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
import dev.atelier.providers.text.ChatCompletion;
import dev.atelier.providers.text.ChatStream;
import dev.atelier.providers.text.InlinePicture;
import dev.atelier.providers.text.TextPrices;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Consumer;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** The route {@code chat/completions}, for words and pictures in and words out. */
final class OpenAiApi {
    private static final String API = "https://api.openai.com";
    private static final int DEFAULT_TIMEOUT_SECONDS = 120;
    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(15);

    private final ProviderSettings settings;
    private final JsonHttp http;
    private final Endpoint api;
    private final Options options;
    private final TextPrices prices;

    OpenAiApi(ProviderSettings settings, GuardedHttp http, Clock clock) {
        this.settings = settings;
        this.http = new JsonHttp(http, settings.id(), clock);
        this.api = Endpoint.of(settings.baseUrl(), API);
        this.options = Options.of(settings);
        this.prices = new TextPrices("openai", settings, clock);
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
        return Json.object().put("type", "text").put("text", text);
    }

    /** By address where the vendor can read it, else inside the message. */
    private ObjectNode picture(PictureInput picture) {
        ObjectNode part = Json.object().put("type", "image_url");
        // Without a detail some models take the picture at full size, at a cost to match.
        part.putObject("image_url")
                .put("url", picture.url().map(Object::toString).orElseGet(() -> dataUrl(picture)))
                .put("detail", options.text("detail", "high"));
        return part;
    }

    private String dataUrl(PictureInput picture) {
        return "data:" + picture.contentType() + ";base64,"
                + Base64.getEncoder().encodeToString(InlinePicture.bytes(id(), picture));
    }

    /** @param words is told the answer as it comes; null to have it at once */
    TextAnswer complete(LlmRequest request, @Nullable Consumer<String> words) {
        String model = request.model() == null ? model() : request.model().value();
        ObjectNode body = body(model, request);
        JsonNode json = words == null ? whole(body) : streamed(body, words);
        ChatCompletion chat = ChatCompletion.read(id(), json);
        return new TextAnswer(
                chat.text(),
                chat.model().isBlank() ? model : chat.model(),
                prices.of(model, chat.inputTokens(), chat.outputTokens()),
                chat.end());
    }

    private ObjectNode body(String model, LlmRequest request) {
        ObjectNode body = Json.object().put("model", model);
        ArrayNode messages = body.putArray("messages");
        if (!request.systemPrompt().isBlank()) {
            messages.addObject().put("role", "system").put("content", request.systemPrompt());
        }
        for (LlmRequest.Turn turn : request.turns()) {
            message(messages.addObject(), turn);
        }
        // Older servers that speak this API know the limit as max_tokens.
        body.put(options.text("maxTokensField", "max_completion_tokens"), request.maxTokens());
        if (request.temperature() != null) {
            body.put("temperature", request.temperature());
        }
        if (!request.stop().isEmpty()) {
            request.stop().forEach(body.putArray("stop")::add);
        }
        if (request.json()) {
            body.putObject("response_format").put("type", "json_object");
        }
        return body;
    }

    private void message(ObjectNode message, LlmRequest.Turn turn) {
        if (turn.speaker() == LlmRequest.Speaker.ASSISTANT) {
            message.put("role", "assistant").put("content", turn.text());
            return;
        }
        ArrayNode parts = message.put("role", "user").putArray("content");
        for (ContentPart part : turn.parts()) {
            parts.add(
                    part instanceof ContentPart.Image image
                            ? picture(image.image())
                            : text(((ContentPart.Text) part).text()));
        }
    }

    private JsonNode whole(ObjectNode body) {
        return good(http.send(call(body))).json();
    }

    private JsonNode streamed(ObjectNode body, Consumer<String> words) {
        body.put("stream", true).putObject("stream_options").put("include_usage", true);
        ChatStream stream = new ChatStream(words);
        JsonAnswer answer = good(http.stream(call(body), chunk -> {
            good(new JsonAnswer(200, chunk, null));
            stream.take(chunk);
        }));
        if (answer.json().isMissingNode()) {
            return stream.whole(id());
        }
        // A server that does not stream has answered at once.
        words.accept(ChatCompletion.read(id(), answer.json()).text());
        return answer.json();
    }

    private JsonCall call(ObjectNode body) {
        return JsonCall.post(api.at("v1/chat/completions"), headers(), body, Loss.ANSWER_ONLY, callTimeout());
    }

    private JsonAnswer good(JsonAnswer answer) {
        if (!answer.ok() || answer.json().path("error").isObject()) {
            throw OpenAiErrors.failure(id(), answer);
        }
        return answer;
    }

    /** How many models the key can see. */
    int countModels() {
        JsonAnswer answer = http.send(JsonCall.get(api.at("v1/models"), headers(), CHECK_TIMEOUT));
        if (!answer.ok()) {
            throw OpenAiErrors.failure(id(), answer);
        }
        JsonNode models = answer.json().path("data");
        if (!models.isArray()) {
            throw new ProviderFailure(id(), FailureKind.UNAVAILABLE, id() + ": the answer holds no list of models");
        }
        return models.size();
    }

    private Headers headers() {
        return Headers.of("Authorization", "Bearer " + ApiKey.of(settings));
    }
}
