package dev.atelier.providers.openrouter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.Loss;
import java.util.Set;

/**
 * OpenRouter's error envelope: {@code error.code} is the HTTP status as a number, also under HTTP 200, and {@code error.metadata} says
 * more. Only machine words are used, since the rest may quote what was asked.
 */
final class OpenRouterErrors {
    private static final Set<String> CONTENT = Set.of("content_policy_violation", "refusal", "moderation_blocked");

    private OpenRouterErrors() {}

    static ProviderFailure failure(ProviderId id, JsonAnswer answer, Loss loss) {
        JsonNode error = answer.json().path("error");
        String type = Json.word(error.path("metadata").path("error_type"));
        Long code = Json.count(error.path("code"));
        String word = Json.word(error.path("code"));
        int status = answer.ok() && code != null && code >= 400 && code < 600 ? code.intValue() : answer.status();
        String message = id + ": HTTP " + answer.status() + (status == answer.status() ? "" : ", code " + status)
                + (type.isEmpty() ? "" : " " + type)
                + (word.isEmpty() ? "" : " " + word);
        JsonAnswer said = new JsonAnswer(status, answer.json(), answer.retryAfter());
        return new ProviderFailure(id, kind(said, error, type, word, loss), message, answer.retryAfter(), null);
    }

    private static FailureKind kind(JsonAnswer answer, JsonNode error, String type, String word, Loss loss) {
        JsonNode metadata = error.path("metadata");
        boolean moderated = metadata.has("reasons") || metadata.has("flagged_input");
        if (CONTENT.contains(type) || CONTENT.contains(word) || (answer.status() == 403 && moderated)) {
            return FailureKind.CONTENT_REFUSED;
        }
        return switch (type) {
            case "payment_required" -> FailureKind.VENDOR_BALANCE;
            case "rate_limit_exceeded" -> FailureKind.RATE_LIMITED;
            case "authentication", "permission_denied" -> FailureKind.CREDENTIALS;
            // The model was asked and did not answer in time: what it made of it, nobody says.
            case "timeout" -> loss == Loss.PAID_TASK ? FailureKind.OUTCOME_UNKNOWN : FailureKind.UNAVAILABLE;
            default -> byStatus(answer, error, loss);
        };
    }

    private static FailureKind byStatus(JsonAnswer answer, JsonNode error, Loss loss) {
        boolean timeout = answer.status() == 408 || answer.status() == 524;
        return answer.kind(loss, error.isObject() && !timeout);
    }
}
