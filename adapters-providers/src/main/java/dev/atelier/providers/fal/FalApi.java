package dev.atelier.providers.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.providers.http.ApiKey;
import dev.atelier.providers.http.Endpoint;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.JsonCall;
import dev.atelier.providers.http.JsonHttp;
import dev.atelier.providers.http.Loss;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** fal's three hosts and its key. An address that an admin typed serves for all of them: the key goes nowhere else. */
final class FalApi {
    private static final String QUEUE = "https://queue.fal.run";
    private static final String REST = "https://rest.fal.ai";
    private static final String PLATFORM = "https://api.fal.ai";

    /** Results are public to whoever knows their address, and we have fetched them long before. */
    private static final String ONE_DAY = "{\"expiration_duration_seconds\":86400}";

    private final ProviderSettings settings;
    private final JsonHttp http;
    private final Endpoint queue;
    private final Endpoint rest;
    private final Endpoint platform;

    FalApi(ProviderSettings settings, GuardedHttp http, Clock clock) {
        this.settings = settings;
        this.http = new JsonHttp(http, settings.id(), clock);
        this.queue = Endpoint.of(settings.baseUrl(), QUEUE);
        this.rest = Endpoint.of(settings.baseUrl(), REST);
        this.platform = Endpoint.of(settings.baseUrl(), PLATFORM);
    }

    ProviderId id() {
        return settings.id();
    }

    /** The paid route: the model's own input, as it is. */
    JsonAnswer submit(String model, @Nullable URI webhook, JsonNode input, Duration timeout) {
        Optional<HttpUrl> target = queue.at(model);
        if (webhook != null) {
            target = target.map(url -> url.newBuilder()
                    .addQueryParameter("fal_webhook", webhook.toString())
                    .build());
        }
        Headers headers = key().newBuilder()
                .add("X-Fal-Object-Lifecycle-Preference", ONE_DAY)
                .build();
        return http.send(JsonCall.post(target, headers, input, Loss.PAID_TASK, timeout));
    }

    /** @param route below the queue, such as {@code fal-ai/flux/requests/1/status} */
    JsonAnswer read(String route, Duration timeout) {
        return http.send(JsonCall.get(queue.at(route), key(), timeout));
    }

    /** What a call of a model costs, from fal's platform API; needs a key that is good. */
    JsonAnswer price(String model, Duration timeout) {
        Optional<HttpUrl> target = platform.at("v1/models/pricing")
                .map(url ->
                        url.newBuilder().addQueryParameter("endpoint_id", model).build());
        return http.send(JsonCall.get(target, key(), timeout));
    }

    /** A page of the models of a category that are in use, from fal's platform API. */
    JsonAnswer models(String category, String cursor, Duration timeout) {
        Optional<HttpUrl> target = platform.at("v1/models").map(url -> {
            HttpUrl.Builder full = url.newBuilder()
                    .addQueryParameter("category", category)
                    .addQueryParameter("status", "active")
                    .addQueryParameter("limit", "100");
            return (cursor.isEmpty() ? full : full.addQueryParameter("cursor", cursor)).build();
        });
        return http.send(JsonCall.get(target, key(), timeout));
    }

    /** Where the keys lie that prove callbacks; public, and so asked for without any key of ours. */
    Optional<HttpUrl> webhookKeysAddress() {
        return rest.at(".well-known/jwks.json");
    }

    JsonAnswer webhookKeys(Duration timeout) {
        return http.send(JsonCall.get(webhookKeysAddress(), Headers.of(), timeout));
    }

    /** Throws unless HTTP says that all is well. */
    JsonNode accepted(JsonAnswer answer, Loss loss) {
        if (answer.ok()) {
            return answer.json();
        }
        FalErrors errors = FalErrors.of(answer);
        throw failure(errors.kind(answer, loss), "HTTP " + answer.status() + errors.shown(), answer.retryAfter());
    }

    ProviderFailure failure(FailureKind kind, String message) {
        return failure(kind, message, null);
    }

    private ProviderFailure failure(FailureKind kind, String message, @Nullable Duration retryAfter) {
        return new ProviderFailure(id(), kind, id() + ": " + message, retryAfter, null);
    }

    private Headers key() {
        return Headers.of("Authorization", "Key " + ApiKey.of(settings));
    }
}
