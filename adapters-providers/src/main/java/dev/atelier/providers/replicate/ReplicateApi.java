package dev.atelier.providers.replicate;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Headers;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/** Replicate's address, its key, and the sorting of its refusals. */
final class ReplicateApi {
    private static final String API = "https://api.replicate.com";
    private static final Pattern RESETS = Pattern.compile("(?:resets|available) in ~?(\\d{1,4}) ?s");
    private static final List<String> CONTENT = List.of("e005", "flagged", "sensitive", "nsfw", "safety", "moderation");

    private final ProviderSettings settings;
    private final JsonHttp http;
    private final Endpoint api;

    ReplicateApi(ProviderSettings settings, GuardedHttp http, Clock clock) {
        this.settings = settings;
        this.http = new JsonHttp(http, settings.id(), clock);
        this.api = Endpoint.of(settings.baseUrl(), API);
    }

    ProviderId id() {
        return settings.id();
    }

    JsonAnswer get(String route, Duration timeout) {
        return http.send(JsonCall.get(api.at(route), key().build(), timeout));
    }

    /**
     * The paid route.
     *
     * @param waitSeconds how long the vendor may hold its answer until the picture is there; 0 for not at all
     */
    JsonAnswer create(String route, JsonNode body, long waitSeconds, Duration timeout) {
        Headers.Builder headers = key();
        if (waitSeconds > 0) {
            headers.add("Prefer", "wait=" + waitSeconds);
        }
        return http.send(JsonCall.post(api.at(route), headers.build(), body, Loss.PAID_TASK, timeout));
    }

    /** Free: a file that predictions of this account may read for a day. */
    JsonAnswer upload(RequestBody body, Duration timeout) {
        return http.send(
                new JsonCall(api.at("v1/files"), key().build(), body, Loss.ANSWER_ONLY, timeout, JsonCall.WORDS));
    }

    /** Throws unless HTTP says that all is well. */
    JsonNode accepted(JsonAnswer answer, Loss loss, List<String> confidential) {
        if (answer.ok()) {
            return answer.json();
        }
        String detail = answer.json().path("detail").asText("");
        String words = detail.isBlank() ? answer.json().path("title").asText("") : detail;
        throw new ProviderFailure(
                id(),
                kind(answer, loss, words),
                id() + ": HTTP " + answer.status() + (words.isBlank() ? "" : ": " + clean(words, confidential)),
                wait(answer, words),
                null);
    }

    private static FailureKind kind(JsonAnswer answer, Loss loss, String words) {
        if (answer.status() >= 500 && loss == Loss.PAID_TASK) {
            // Its own clients repeat a POST on 429 alone: whatever else comes late may have started something.
            return FailureKind.OUTCOME_UNKNOWN;
        }
        FailureKind kind = answer.kind(loss, !words.isBlank());
        return kind == FailureKind.INVALID_ORDER && saysContent(words) ? FailureKind.CONTENT_REFUSED : kind;
    }

    /** The answer's own header, or the number in its words: the header is not promised. */
    private static @Nullable Duration wait(JsonAnswer answer, String words) {
        Matcher reset = RESETS.matcher(words);
        return answer.retryAfter() == null && answer.status() == 429 && reset.find()
                ? Duration.ofSeconds(Long.parseLong(reset.group(1)))
                : answer.retryAfter();
    }

    /** Refused content is known by the vendor's words alone. */
    static boolean saysContent(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        return CONTENT.stream().anyMatch(lower::contains);
    }

    /** The vendor's words without key and without the confidential texts. */
    String clean(String words, List<String> confidential) {
        List<String> all = new ArrayList<>(confidential);
        if (settings.apiKey() != null) {
            all.add(settings.apiKey().reveal());
        }
        return VendorWords.clean(words, all);
    }

    private Headers.Builder key() {
        return new Headers.Builder().add("Authorization", "Bearer " + ApiKey.of(settings));
    }
}
