package dev.atelier.providers.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.provider.FailureKind;
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
import dev.atelier.providers.text.InlinePicture;
import dev.atelier.providers.text.TextPrices;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import okhttp3.Headers;

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

    static ObjectNode text(String text) {
        return Json.object().put("type", "text").put("text", text);
    }

    /** By address where the vendor can read it, else inside the message. */
    ObjectNode picture(PictureInput picture) {
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

    TextAnswer complete(String model, String system, ArrayNode user, int maxTokens) {
        ObjectNode body = Json.object().put("model", model);
        ArrayNode messages = body.putArray("messages");
        if (!system.isBlank()) {
            messages.addObject().put("role", "system").put("content", system);
        }
        messages.addObject().put("role", "user").set("content", user);
        // Older servers that speak this API know the limit as max_tokens.
        body.put(options.text("maxTokensField", "max_completion_tokens"), maxTokens);
        JsonAnswer answer = http.send(
                JsonCall.post(api.at("v1/chat/completions"), headers(), body, Loss.ANSWER_ONLY, callTimeout()));
        if (!answer.ok() || answer.json().path("error").isObject()) {
            throw OpenAiErrors.failure(id(), answer);
        }
        ChatCompletion chat = ChatCompletion.read(id(), answer.json());
        return new TextAnswer(
                chat.text(),
                chat.model().isBlank() ? model : chat.model(),
                prices.of(model, chat.inputTokens(), chat.outputTokens()));
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
