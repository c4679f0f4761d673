package dev.atelier.providers.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.Loss;
import java.util.Locale;

/** Anthropic's error envelope: only its machine word is told on, since the message may quote what was asked. */
final class AnthropicErrors {
    private AnthropicErrors() {}

    static ProviderFailure failure(ProviderId id, JsonAnswer answer) {
        JsonNode error = answer.json().path("error");
        String type = Json.word(error.path("type"));
        String message = id + ": HTTP " + answer.status() + (type.isEmpty() ? "" : " " + type);
        return new ProviderFailure(id, kind(answer, type, error), message, answer.retryAfter(), null);
    }

    /** The word goes before the status: an error in the middle of a stream comes under a status of 200. */
    private static FailureKind kind(JsonAnswer answer, String type, JsonNode error) {
        String words = error.path("message").asText("").toLowerCase(Locale.ROOT);
        return switch (type) {
            case "authentication_error", "permission_error" -> FailureKind.CREDENTIALS;
            case "billing_error" -> FailureKind.VENDOR_BALANCE;
            case "not_found_error", "request_too_large" -> FailureKind.INVALID_ORDER;
            case "rate_limit_error" -> saysNoMoney(words) ? FailureKind.VENDOR_BALANCE : FailureKind.RATE_LIMITED;
            case "api_error", "timeout_error", "overloaded_error", "conflict_error" -> FailureKind.UNAVAILABLE;
            case "invalid_request_error" -> ofOrder(words);
            default -> answer.kind(Loss.ANSWER_ONLY, error.isObject());
        };
    }

    /** A spent limit and refused content come as wrong orders, and are known by their words alone. */
    private static FailureKind ofOrder(String words) {
        if (saysNoMoney(words)) {
            return FailureKind.VENDOR_BALANCE;
        }
        return words.contains("content filtering policy") ? FailureKind.CONTENT_REFUSED : FailureKind.INVALID_ORDER;
    }

    private static boolean saysNoMoney(String words) {
        return words.contains("credit balance") || words.contains("usage limits") || words.contains("spend");
    }
}
