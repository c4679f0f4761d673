package dev.atelier.providers.geminigen;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.providers.http.ApiKey;
import dev.atelier.providers.http.Endpoint;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.JsonCall;
import dev.atelier.providers.http.JsonHttp;
import dev.atelier.providers.http.Loss;
import dev.atelier.providers.http.OneShotForm;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import okhttp3.Headers;
import okhttp3.MultipartBody;

/** Geminigen's host, its key, and the sorting of its refusals. */
final class GeminigenApi {
    private static final String API = "https://api.geminigen.ai/uapi/v1";

    private final ProviderSettings settings;
    private final JsonHttp http;
    private final Endpoint api;

    GeminigenApi(ProviderSettings settings, GuardedHttp http, Clock clock) {
        this.settings = settings;
        this.http = new JsonHttp(http, settings.id(), clock);
        this.api = Endpoint.of(settings.baseUrl(), API);
    }

    ProviderId id() {
        return settings.id();
    }

    /** The paid call, made once. */
    JsonNode submit(String route, MultipartBody form, Duration timeout) {
        JsonCall call =
                new JsonCall(api.at(route), headers(), new OneShotForm(form), Loss.PAID_TASK, timeout, JsonCall.WORDS);
        return good(http.send(call), Loss.PAID_TASK);
    }

    JsonAnswer get(String route, Map<String, String> query, Duration timeout) {
        return http.send(JsonCall.get(
                api.at(route).map(url -> {
                    var full = url.newBuilder();
                    query.forEach(full::addQueryParameter);
                    return full.build();
                }),
                headers(),
                timeout));
    }

    JsonNode good(JsonAnswer answer, Loss loss) {
        JsonNode detail = answer.json().path("detail");
        if (answer.ok() && detail.isMissingNode()) {
            return answer.json();
        }
        String code = Json.word(detail.path("error_code"));
        String message = id() + ": HTTP " + answer.status() + (code.isEmpty() ? "" : " " + code);
        throw new ProviderFailure(id(), kind(answer, code, loss), message, answer.retryAfter(), null);
    }

    private static FailureKind kind(JsonAnswer answer, String code, Loss loss) {
        if (code.startsWith("api_key_")) {
            return FailureKind.CREDENTIALS;
        }
        if (code.equals("not_enough_credit")) {
            return FailureKind.VENDOR_BALANCE;
        }
        if (code.endsWith("rate_limit")) {
            return FailureKind.RATE_LIMITED;
        }
        if (refusesContent(code)) {
            return FailureKind.CONTENT_REFUSED;
        }
        // Nobody has written down whether trouble of the server can come after an order was taken: it counts as taken.
        return answer.ok() || answer.status() >= 500 ? lost(loss) : answer.kind(loss, !code.isEmpty());
    }

    private static FailureKind lost(Loss loss) {
        return loss == Loss.PAID_TASK ? FailureKind.OUTCOME_UNKNOWN : FailureKind.UNAVAILABLE;
    }

    static boolean refusesContent(String code) {
        return code.contains("_rai_") || code.endsWith("_filtered");
    }

    private Headers headers() {
        return Headers.of("x-api-key", ApiKey.of(settings));
    }
}
