package dev.atelier.providers.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.secret.Secret;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** One account at a vendor that speaks JSON: its address, its key, its options. Each call is made once. Thread-safe. */
public final class VendorAccount {
    private final VendorFacts facts;
    private final ProviderSettings settings;
    private final JsonHttp http;
    private final Endpoint api;

    public VendorAccount(VendorFacts facts, ProviderSettings settings, GuardedHttp http, Clock clock) {
        this.facts = facts;
        this.settings = settings;
        this.http = new JsonHttp(http, settings.id(), clock);
        this.api = Endpoint.of(settings.baseUrl(), facts.address());
    }

    public ProviderId id() {
        return settings.id();
    }

    public String displayName() {
        return settings.displayName();
    }

    public Options options() {
        return Options.of(settings);
    }

    public Duration callTimeout() {
        return options().callTimeout(facts.timeoutSeconds());
    }

    public @Nullable Secret webhookSecret() {
        return settings.webhookSecret();
    }

    /** The paid route: one request, and a lost answer is {@code OUTCOME_UNKNOWN}. */
    public JsonNode order(String route, JsonNode body) {
        return accepted(
                http.send(JsonCall.post(api.at(route), headers(), body, Loss.PAID_TASK, callTimeout())),
                Loss.PAID_TASK);
    }

    /** A free read that may find nothing. */
    public JsonAnswer look(String route) {
        return http.send(JsonCall.get(api.at(route), headers(), callTimeout()));
    }

    /** A free read that has to succeed. */
    public JsonNode read(String route, Map<String, String> query) {
        return accepted(http.send(JsonCall.get(
                api.at(route).map(url -> {
                    HttpUrl.Builder full = url.newBuilder();
                    query.forEach(full::addQueryParameter);
                    return full.build();
                }),
                headers(),
                callTimeout())));
    }

    /** What a free read holds; a refusal is thrown, sorted by the vendor's code and then by the status. */
    public JsonNode accepted(JsonAnswer answer) {
        return accepted(answer, Loss.ANSWER_ONLY);
    }

    private JsonNode accepted(JsonAnswer answer, Loss loss) {
        if (answer.ok()) {
            return answer.json();
        }
        String code = Json.word(answer.json().at(facts.codeAt()));
        FailureKind known = facts.codes().get(code);
        FailureKind kind = known == null ? answer.kind(loss, !code.isEmpty()) : known;
        String message = id() + ": HTTP " + answer.status() + (code.isEmpty() ? "" : " " + code);
        throw new ProviderFailure(id(), kind, message, answer.retryAfter(), null);
    }

    /** @param message ours: the vendor's own words may quote the prompt */
    public ProviderFailure failure(FailureKind kind, String message) {
        return new ProviderFailure(id(), kind, id() + ": " + message);
    }

    private Headers headers() {
        return facts.key().apply(ApiKey.of(settings));
    }
}
