package dev.atelier.providers.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.secret.Secret;
import dev.atelier.providers.http.ApiKey;
import dev.atelier.providers.http.Deadline;
import dev.atelier.providers.http.Endpoint;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.JsonCall;
import dev.atelier.providers.http.JsonHttp;
import dev.atelier.providers.http.Loss;
import dev.atelier.providers.http.Options;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.HttpUrl;

/** Google's host for pictures and films: its key, paid and free calls, and the addresses of finished files. Thread-safe. */
final class GoogleApi {
    static final String HOST = "https://generativelanguage.googleapis.com";
    private static final Duration KEYS_TIMEOUT = Duration.ofSeconds(5);
    private static final String KEY_HEADER = "x-goog-api-key";

    private final ProviderSettings settings;
    private final JsonHttp http;
    private final Endpoint api;
    private final Options options;
    private final Duration callTimeout;

    GoogleApi(ProviderSettings settings, GuardedHttp http, Clock clock, int defaultTimeoutSeconds) {
        this.settings = settings;
        this.http = new JsonHttp(http, settings.id(), clock);
        this.api = Endpoint.of(settings.baseUrl(), HOST);
        this.options = Options.of(settings);
        this.callTimeout = options.callTimeout(defaultTimeoutSeconds);
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
        return callTimeout;
    }

    GeminiRoute route(ModelId model) {
        return GeminiRoute.of(model, options);
    }

    /** The time that one call of a port has. */
    Deadline deadline() {
        return Deadline.in(callTimeout);
    }

    /** The paid call, once. */
    JsonNode order(String route, JsonNode body) {
        return order(route, body, deadline());
    }

    /** The paid call, once, in what is left of the time. */
    JsonNode order(String route, JsonNode body, Deadline deadline) {
        JsonCall call = JsonCall.post(api.at("v1beta/" + route), headers(), body, Loss.PAID_TASK, deadline.left());
        JsonAnswer answer = http.send(large(call));
        if (!answer.ok() || answer.json().path("error").isObject()) {
            throw GeminiErrors.failure(id(), answer, Loss.PAID_TASK);
        }
        return answer.json();
    }

    /** A free look, whatever it is answered with. */
    JsonAnswer look(String route) {
        return look(route, Map.of());
    }

    JsonAnswer look(String route, Map<String, String> query) {
        Optional<HttpUrl> target = api.at("v1beta/" + route).map(url -> {
            HttpUrl.Builder full = url.newBuilder();
            query.forEach(full::addQueryParameter);
            return full.build();
        });
        return http.send(large(JsonCall.get(target, headers(), callTimeout)));
    }

    /** Google's public keys; they lie beside the versions of the API, and no key of ours is shown for them. */
    JsonAnswer publicKeys() {
        Optional<HttpUrl> target = api.base()
                .map(url -> url.newBuilder()
                        .encodedPath("/")
                        .addPathSegments(GoogleKeys.ROUTE)
                        .build());
        Duration quarter = callTimeout.dividedBy(4);
        Duration timeout = quarter.compareTo(KEYS_TIMEOUT) < 0 ? quarter : KEYS_TIMEOUT;
        return http.send(JsonCall.get(target, Headers.of(), timeout));
    }

    ProviderFailure refusal(JsonAnswer answer) {
        return GeminiErrors.failure(id(), answer, Loss.ANSWER_ONLY);
    }

    ProviderFailure failure(FailureKind kind, String message) {
        return new ProviderFailure(id(), kind, id() + ": " + message);
    }

    /** The vendor's name of a task; what could lead a call elsewhere is no name. */
    VendorTaskId task(String name) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9/._~=-]{0,360}") || name.contains("..") || name.contains("//")) {
            throw failure(FailureKind.OUTCOME_UNKNOWN, "the order was accepted without a usable name");
        }
        return new VendorTaskId(name);
    }

    /** A file at an address. Google wants to see the key there; it goes to the host that the row names and to no other. */
    Optional<ProducedFile> file(String address) {
        HttpUrl url = HttpUrl.parse(address);
        if (url == null) {
            return Optional.empty();
        }
        if (api.base().filter(own -> sameHost(own, url)).isEmpty()) {
            return Optional.of(new ProducedFile.Remote(url.uri()));
        }
        HttpUrl media = url.queryParameter("alt") == null
                ? url.newBuilder().addQueryParameter("alt", "media").build()
                : url;
        return Optional.of(new ProducedFile.Remote(media.uri(), Map.of(KEY_HEADER, Secret.of(ApiKey.of(settings)))));
    }

    /** A file inside the answer; empty if it is no base64. */
    static Optional<ProducedFile> inline(JsonNode data) {
        try {
            byte[] bytes = Base64.getDecoder().decode(data.asText(""));
            return bytes.length == 0 ? Optional.empty() : Optional.of(new ProducedFile.Inline(bytes));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean sameHost(HttpUrl own, HttpUrl url) {
        return own.scheme().equals(url.scheme()) && own.host().equals(url.host()) && own.port() == url.port();
    }

    private static JsonCall large(JsonCall call) {
        return new JsonCall(call.target(), call.headers(), call.body(), call.loss(), call.timeout(), JsonCall.PICTURES);
    }

    private Headers headers() {
        return Headers.of(KEY_HEADER, ApiKey.of(settings));
    }
}
