package dev.atelier.providers.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.Loss;
import java.util.Set;

/** OpenAI's error envelope, as its imitators write it too: only its machine words are used, since the message may quote what was asked. */
public final class OpenAiErrors {
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

    /** @param loss what it means if the status says that the answer was lost on the way */
    public static ProviderFailure failure(ProviderId id, JsonAnswer answer, Loss loss) {
        JsonNode error = answer.json().path("error");
        String code = Json.word(error.path("code"));
        String type = Json.word(error.path("type"));
        String message = id + ": HTTP " + answer.status() + (type.isEmpty() ? "" : " " + type)
                + (code.isEmpty() ? "" : " " + code);
        return new ProviderFailure(id, kind(answer, code, type, loss), message, answer.retryAfter(), null);
    }

    private static FailureKind kind(JsonAnswer answer, String code, String type, Loss loss) {
        if (NO_MONEY.contains(code) || NO_MONEY.contains(type)) {
            return FailureKind.VENDOR_BALANCE;
        }
        if (CONTENT.contains(code)) {
            return FailureKind.CONTENT_REFUSED;
        }
        if (code.equals("invalid_api_key")) {
            return FailureKind.CREDENTIALS;
        }
        return answer.kind(loss, said(answer.json()));
    }

    /** True if the body is a no in the server's own words, in one of the shapes that are about. */
    private static boolean said(JsonNode json) {
        return json.path("error").isObject()
                || json.path("error").isTextual()
                || json.path("object").asText("").equals("error")
                || json.has("detail");
    }
}
