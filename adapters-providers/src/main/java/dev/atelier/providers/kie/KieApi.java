package dev.atelier.providers.kie;

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
import dev.atelier.providers.http.VendorWords;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/** kie's two hosts, its key, and the sorting of its refusals. */
final class KieApi {
    private static final String API = "https://api.kie.ai";
    private static final String UPLOADS = "https://kieai.redpandaai.co";

    /** kie counts calls in windows of ten seconds and is not known to send Retry-After (checked 2026-11-20). */
    private static final Duration RATE_WINDOW = Duration.ofSeconds(10);

    private final ProviderSettings settings;
    private final JsonHttp http;
    private final Endpoint api;
    private final Endpoint uploads;

    KieApi(ProviderSettings settings, GuardedHttp http, Clock clock) {
        this.settings = settings;
        this.http = new JsonHttp(http, settings.id(), clock);
        this.api = Endpoint.of(settings.baseUrl(), API);
        // A configured address serves uploads as well: the key goes to no second host that nobody has named.
        this.uploads = Endpoint.of(settings.baseUrl(), UPLOADS);
    }

    ProviderId id() {
        return settings.id();
    }

    JsonAnswer get(String route, @Nullable String taskId, Duration timeout) {
        Optional<HttpUrl> target = api.at(route);
        if (taskId != null) {
            target = target.map(
                    url -> url.newBuilder().addQueryParameter("taskId", taskId).build());
        }
        return http.send(JsonCall.get(target, headers(), timeout));
    }

    JsonAnswer post(String route, JsonNode body, Loss loss, Duration timeout) {
        return http.send(JsonCall.post(api.at(route), headers(), body, loss, timeout));
    }

    /** Like {@link #post} with the events of the answer as they come. */
    JsonAnswer stream(String route, JsonNode body, Duration timeout, Consumer<JsonNode> events) {
        return http.stream(JsonCall.post(api.at(route), headers(), body, Loss.ANSWER_ONLY, timeout), events);
    }

    JsonAnswer upload(RequestBody body, Duration timeout) {
        return http.send(new JsonCall(
                uploads.at("api/file-stream-upload"), headers(), body, Loss.ANSWER_ONLY, timeout, JsonCall.WORDS));
    }

    /** Throws unless both HTTP and the code in the body say that all is well. */
    JsonNode accepted(JsonAnswer answer, Loss loss, List<String> confidential) {
        int code = KieCodes.code(answer.json());
        if (answer.ok() && code == KieCodes.OK) {
            return answer.json().path("data");
        }
        throw refused(answer, loss, confidential);
    }

    ProviderFailure refused(JsonAnswer answer, Loss loss, List<String> confidential) {
        int code = KieCodes.code(answer.json());
        String message = KieCodes.message(answer.json());
        boolean ownWords = code >= 400;
        FailureKind kind = answer.ok() || ownWords
                ? KieCodes.ofCall(code, message, loss)
                : answer.kind(loss, answer.json().path("error").isObject());
        Duration wait = answer.retryAfter();
        if (wait == null && kind == FailureKind.RATE_LIMITED) {
            wait = RATE_WINDOW;
        }
        String words = ownWords ? ": " + clean(message, confidential) : "";
        return new ProviderFailure(
                id(), kind, id() + ": HTTP " + answer.status() + ", code " + code + words, wait, null);
    }

    /** The vendor's words without key and without the confidential texts. */
    String clean(String words, List<String> confidential) {
        List<String> all = new java.util.ArrayList<>(confidential);
        if (settings.apiKey() != null) {
            all.add(settings.apiKey().reveal());
        }
        return VendorWords.clean(words, all);
    }

    private Headers headers() {
        return Headers.of("Authorization", "Bearer " + ApiKey.of(settings));
    }
}
