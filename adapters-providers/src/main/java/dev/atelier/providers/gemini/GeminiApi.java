package dev.atelier.providers.gemini;

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
import dev.atelier.providers.text.InlinePicture;
import dev.atelier.providers.text.TextPrices;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** The one route {@code generateContent}, for words and pictures in and words out. */
final class GeminiApi {
    private static final String API = "https://generativelanguage.googleapis.com";
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
        this.api = Endpoint.of(settings.baseUrl(), API);
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

    static ObjectNode text(String text) {
        return Json.object().put("text", text);
    }

    /** The bytes inside the message; by address only what is too large for that. */
    ObjectNode picture(PictureInput picture) {
        ObjectNode part = Json.object();
        Optional<URI> url = picture.url();
        if (!InlinePicture.fits(picture) && url.isPresent()) {
            part.putObject("fileData")
                    .put("mimeType", picture.contentType())
                    .put("fileUri", url.get().toString());
        } else {
            part.putObject("inlineData")
                    .put("mimeType", picture.contentType())
                    .put("data", InlinePicture.bytes(id(), picture));
        }
        return part;
    }

    TextAnswer generate(String model, @Nullable String system, ArrayNode parts, int maxTokens) {
        ObjectNode body = Json.object();
        if (system != null && !system.isBlank()) {
            body.putObject("systemInstruction").putArray("parts").add(text(system));
        }
        body.putArray("contents").addObject().put("role", "user").set("parts", parts);
        ObjectNode config = body.putObject("generationConfig").put("maxOutputTokens", maxTokens);
        String thinking = options.text("thinkingLevel", "");
        if (!thinking.isEmpty()) {
            config.putObject("thinkingConfig").put("thinkingLevel", thinking);
        }
        JsonAnswer answer = http.send(JsonCall.post(
                api.at("v1beta/models/" + model + ":generateContent"),
                headers(),
                body,
                Loss.ANSWER_ONLY,
                callTimeout()));
        if (!answer.ok() || answer.json().has("error")) {
            throw GeminiErrors.failure(id(), answer);
        }
        return GeminiAnswer.read(id(), answer.json(), model, prices);
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
