package dev.atelier.providers.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.providers.http.ApiKey;
import dev.atelier.providers.http.Endpoint;
import dev.atelier.providers.http.FileAnswer;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.JsonCall;
import dev.atelier.providers.http.JsonHttp;
import dev.atelier.providers.http.Loss;
import dev.atelier.providers.http.Options;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.RequestBody;

/** One account at a server that speaks OpenAI's dialect. Thread-safe. */
public final class OpenAiServer {
    private static final Duration LIST_TIMEOUT = Duration.ofSeconds(15);

    private final ProviderSettings settings;
    private final JsonHttp http;
    private final Endpoint api;
    private final Manners manners;
    private final Options options;

    public OpenAiServer(ProviderSettings settings, GuardedHttp http, Clock clock, Manners manners) {
        this.settings = settings;
        this.http = new JsonHttp(http, settings.id(), clock);
        this.api = Endpoint.of(settings.baseUrl(), manners.address());
        this.manners = manners;
        this.options = Options.of(settings);
    }

    public ProviderId id() {
        return settings.id();
    }

    public String displayName() {
        return settings.displayName();
    }

    public Options options() {
        return options;
    }

    Manners manners() {
        return manners;
    }

    String model() {
        return settings.model().value();
    }

    JsonHttp http() {
        return http;
    }

    /** A call of words. */
    public JsonCall post(String route, JsonNode body, Loss loss, Duration timeout) {
        return JsonCall.post(at(route), headers(), body, loss, timeout);
    }

    /** A call of anything. */
    public JsonCall post(String route, RequestBody body, Loss loss, Duration timeout) {
        return new JsonCall(at(route), headers(), body, loss, timeout, JsonCall.WORDS);
    }

    /** Makes the call; throws unless status and body both say that all is well. */
    public JsonNode send(JsonCall call) {
        return good(http.send(call), call.loss()).json();
    }

    /** The same for a call that is answered with a file; there is always room for one. */
    FileAnswer file(JsonCall call) {
        FileAnswer file = http.file(call.withRoom());
        good(file.answer(), call.loss());
        return file;
    }

    JsonAnswer good(JsonAnswer answer, Loss loss) {
        JsonNode error = answer.json().path("error");
        if (!answer.ok() || error.isObject() || error.isTextual()) {
            throw manners.failure(id(), answer, loss);
        }
        return answer;
    }

    /** The models that the key can see, as the server lists them; free. */
    public JsonNode models(Map<String, String> query) {
        Optional<HttpUrl> target = at("models").map(url -> {
            HttpUrl.Builder full = url.newBuilder();
            query.forEach(full::addQueryParameter);
            return full.build();
        });
        // Some list hundreds of models with a page of praise for each.
        JsonNode models =
                send(JsonCall.get(target, headers(), LIST_TIMEOUT).withRoom()).path("data");
        if (!models.isArray()) {
            throw failure(FailureKind.UNAVAILABLE, "the answer holds no list of models");
        }
        return models;
    }

    /** A free read of one thing. */
    public JsonNode get(String route) {
        return send(JsonCall.get(at(route), headers(), LIST_TIMEOUT));
    }

    public ProviderFailure failure(FailureKind kind, String message) {
        return new ProviderFailure(id(), kind, id() + ": " + message);
    }

    private Optional<HttpUrl> at(String route) {
        return api.at(manners.prefix() + route);
    }

    private Headers headers() {
        Headers.Builder headers = manners.headers(options).newBuilder();
        if (manners.needsKey() || settings.apiKey() != null) {
            headers.set("Authorization", "Bearer " + ApiKey.of(settings));
        }
        return headers.build();
    }
}
