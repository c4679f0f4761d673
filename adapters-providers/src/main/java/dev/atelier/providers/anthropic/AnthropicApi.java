package dev.atelier.providers.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.catalogue.ListedModel;
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
import dev.atelier.providers.text.InlinePicture;
import dev.atelier.providers.text.TextPrices;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The route {@code messages}, for words and pictures in and words out. */
final class AnthropicApi {
    private static final String API = "https://api.anthropic.com";
    private static final String VERSION = "2023-06-01";
    private static final int DEFAULT_TIMEOUT_SECONDS = 120;
    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(15);

    /** Base64 of it stays below the vendor's 10 MiB, whichever of the two sizes is meant. */
    private static final long LARGEST_PICTURE = 7L << 20;

    /** Newer models think first, and thoughts count: with less, nothing may be left for the answer. */
    private static final int LEAST_TOKENS = 1_024;

    /** Of models, a thousand each. */
    private static final int MOST_PAGES = 5;

    private static final String JSON_ONLY = "\n\nAnswer with one JSON object and nothing else, without a code fence.";

    private final ProviderSettings settings;
    private final JsonHttp http;
    private final Endpoint api;
    private final Options options;
    private final TextPrices prices;

    AnthropicApi(ProviderSettings settings, GuardedHttp http, Clock clock) {
        this.settings = settings;
        this.http = new JsonHttp(http, settings.id(), clock);
        this.api = Endpoint.of(settings.baseUrl(), API);
        this.options = Options.of(settings);
        this.prices = new TextPrices("anthropic", settings, clock);
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

    Duration callTimeout() {
        return options.callTimeout(DEFAULT_TIMEOUT_SECONDS);
    }

    /** @param words is told the answer as it comes; null to have it at once */
    TextAnswer ask(LlmRequest request, @Nullable Consumer<String> words) {
        String model = (request.model() == null ? settings.model() : request.model()).value();
        ObjectNode body = body(model, request);
        if (words == null) {
            return AnthropicMessage.read(id(), good(http.send(call(body))).json(), model, prices);
        }
        AnthropicStream stream = new AnthropicStream(words);
        JsonAnswer answer = good(http.stream(call(body.put("stream", true)), event -> {
            good(new JsonAnswer(200, event, null));
            stream.take(event);
        }));
        if (answer.json().isMissingNode()) {
            return AnthropicMessage.read(id(), stream.whole(id()), model, prices);
        }
        // A gateway that does not stream has answered at once.
        TextAnswer whole = AnthropicMessage.read(id(), answer.json(), model, prices);
        words.accept(whole.text());
        return whole;
    }

    private ObjectNode body(String model, LlmRequest request) {
        ObjectNode body =
                Json.object().put("model", model).put("max_tokens", Math.max(LEAST_TOKENS, request.maxTokens()));
        // There is no switch for JSON without a schema.
        String system = request.json() ? (request.systemPrompt() + JSON_ONLY).strip() : request.systemPrompt();
        if (!system.isBlank()) {
            body.put("system", system);
        }
        ArrayNode messages = body.putArray("messages");
        for (LlmRequest.Turn turn : request.turns()) {
            boolean user = turn.speaker() == LlmRequest.Speaker.USER;
            ArrayNode content = messages.addObject()
                    .put("role", user ? "user" : "assistant")
                    .putArray("content");
            turn.parts().forEach(part -> content.add(part(part)));
        }
        // Models since Sonnet 5 refuse any temperature; servers that speak this API with older ones do not.
        if (request.temperature() != null && options.text("temperature", "").equals("true")) {
            body.put("temperature", Math.min(1.0, request.temperature()));
        }
        if (!request.stop().isEmpty()) {
            request.stop().forEach(body.putArray("stop_sequences")::add);
        }
        return body;
    }

    private ObjectNode part(ContentPart part) {
        if (part instanceof ContentPart.Image image) {
            return picture(image.image());
        }
        return Json.object().put("type", "text").put("text", ((ContentPart.Text) part).text());
    }

    /** By address where the vendor can read it, else inside the message. */
    private ObjectNode picture(PictureInput picture) {
        ObjectNode block = Json.object().put("type", "image");
        Optional<URI> url = picture.url().filter(address -> "https".equals(address.getScheme()));
        if (url.isPresent()) {
            block.putObject("source").put("type", "url").put("url", url.get().toString());
            return block;
        }
        if (picture.sizeBytes() > LARGEST_PICTURE) {
            throw new ProviderFailure(
                    id(),
                    FailureKind.INVALID_ORDER,
                    id() + ": a picture of " + picture.sizeBytes() + " bytes is too large to send inside a message");
        }
        block.putObject("source")
                .put("type", "base64")
                .put("media_type", picture.contentType())
                .put("data", InlinePicture.bytes(id(), picture));
        return block;
    }

    private JsonCall call(ObjectNode body) {
        return JsonCall.post(api.at("v1/messages"), headers(), body, Loss.ANSWER_ONLY, callTimeout());
    }

    private JsonAnswer good(JsonAnswer answer) {
        if (!answer.ok() || answer.json().path("error").isObject()) {
            throw AnthropicErrors.failure(id(), answer);
        }
        return answer;
    }

    /** The models that the key can see, page by page. */
    List<ListedModel> models() {
        List<ListedModel> models = new ArrayList<>();
        String after = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode json = models(after);
            json.path("data").forEach(model -> AnthropicModels.read(model).ifPresent(models::add));
            String last = json.path("last_id").asText("");
            if (!json.path("has_more").asBoolean(false) || last.isEmpty() || last.equals(after)) {
                break;
            }
            after = last;
        }
        return models;
    }

    private JsonNode models(String after) {
        JsonNode json = good(http.send(JsonCall.get(
                        api.at("v1/models").map(url -> {
                            HttpUrl.Builder page = url.newBuilder().addQueryParameter("limit", "1000");
                            return (after.isEmpty() ? page : page.addQueryParameter("after_id", after)).build();
                        }),
                        headers(),
                        CHECK_TIMEOUT)))
                .json();
        if (!json.path("data").isArray()) {
            throw new ProviderFailure(id(), FailureKind.UNAVAILABLE, id() + ": the answer holds no list of models");
        }
        return json;
    }

    private Headers headers() {
        return Headers.of("x-api-key", ApiKey.of(settings), "anthropic-version", VERSION);
    }
}
