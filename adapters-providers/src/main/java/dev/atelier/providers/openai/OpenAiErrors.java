package dev.atelier.providers.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.Loss;
import java.util.Set;

/** OpenAI's error envelope: only its machine words are used, since the message may quote what was asked. */
final class OpenAiErrors {
    /** Come with HTTP 429, where waiting would be in vain. */
    private static final Set<String> NO_MONEY = Set.of(
            "insufficient_quota",
            "credit_balance_exhausted",
            "billing_hard_limit_reached",
            "billing_not_active",
            "organization_spend_limit_exceeded",
            "project_spend_limit_exceeded",
            "organization_usage_limit_exceeded");

    private static final Set<String> CONTENT = Set.of(
            "moderation_blocked", "content_policy_violation", "content_filter", "image_content_policy_violation");

    private OpenAiErrors() {}

    static ProviderFailure failure(ProviderId id, JsonAnswer answer) {
        JsonNode error = answer.json().path("error");
        String code = Json.word(error.path("code"));
        String type = Json.word(error.path("type"));
        String message = id + ": HTTP " + answer.status() + (type.isEmpty() ? "" : " " + type)
                + (code.isEmpty() ? "" : " " + code);
        return new ProviderFailure(id, kind(answer, code, type, error), message, answer.retryAfter(), null);
    }

    private static FailureKind kind(JsonAnswer answer, String code, String type, JsonNode error) {
        if (NO_MONEY.contains(code) || NO_MONEY.contains(type)) {
            return FailureKind.VENDOR_BALANCE;
        }
        if (CONTENT.contains(code)) {
            return FailureKind.CONTENT_REFUSED;
        }
        if (code.equals("invalid_api_key")) {
            return FailureKind.CREDENTIALS;
        }
        return answer.kind(Loss.ANSWER_ONLY, error.isObject());
    }
}
