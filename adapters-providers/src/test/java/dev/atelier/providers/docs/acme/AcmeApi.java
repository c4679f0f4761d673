package dev.atelier.providers.docs.acme;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.providers.http.ApiKey;
import dev.atelier.providers.http.Endpoint;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.JsonCall;
import dev.atelier.providers.http.JsonHttp;
import dev.atelier.providers.http.Loss;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import okhttp3.Headers;

/** Acme's routes, key and refusals. */
final class AcmeApi {
    private final ProviderSettings settings;
    private final JsonHttp http;
    private final Endpoint api;
    private final Duration timeout;

    AcmeApi(ProviderSettings settings, GuardedHttp http, Clock clock, Duration timeout) {
        this.settings = settings;
        this.http = new JsonHttp(http, settings.id(), clock);
        this.api = Endpoint.of(settings.baseUrl(), "https://api.acme.example");
        this.timeout = timeout;
    }

    // snippet: wire
    /** The paid route: one request, and a lost answer is {@code OUTCOME_UNKNOWN}. */
    JsonNode submit(JsonNode body) {
        Headers headers = Headers.of("X-Acme-Key", ApiKey.of(settings));
        return accepted(
                http.send(JsonCall.post(api.at("v1/jobs"), headers, body, Loss.PAID_TASK, timeout)), Loss.PAID_TASK);
    }

    /** A free read. */
    JsonAnswer get(String route, Map<String, String> query) {
        Headers headers = Headers.of("X-Acme-Key", ApiKey.of(settings));
        return http.send(JsonCall.get(
                api.at(route).map(url -> {
                    var full = url.newBuilder();
                    query.forEach(full::addQueryParameter);
                    return full.build();
                }),
                headers,
                timeout));
    }

    JsonNode accepted(JsonAnswer answer, Loss loss) {
        if (answer.ok()) {
            return answer.json();
        }
        String code = Json.word(answer.json().path("error").path("code"));
        FailureKind kind =
                code.equals("content_policy") ? FailureKind.CONTENT_REFUSED : answer.kind(loss, !code.isEmpty());
        String message = "HTTP " + answer.status() + " " + code;
        throw new ProviderFailure(settings.id(), kind, settings.id() + ": " + message, answer.retryAfter(), null);
    }
    // end

    /** The id in a job; what is no id is a failure of this kind. */
    VendorTaskId jobId(JsonNode job, FailureKind otherwise) {
        String id = job.path("id").asText("");
        if (!id.matches("[A-Za-z0-9_-]{1,64}")) {
            throw failure(otherwise, "the answer names no job");
        }
        return new VendorTaskId(id);
    }

    ProviderFailure failure(FailureKind kind, String message) {
        return new ProviderFailure(settings.id(), kind, settings.id() + ": " + message);
    }
}
