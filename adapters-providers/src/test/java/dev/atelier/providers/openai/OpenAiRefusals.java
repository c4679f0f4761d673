package dev.atelier.providers.openai;

import dev.atelier.core.provider.FailureKind;

/** OpenAI's refusals; an empty account is HTTP 429 like a rate limit. */
final class OpenAiRefusals {
    private OpenAiRefusals() {}

    static int status(FailureKind kind) {
        return switch (kind) {
            case INVALID_ORDER -> 404;
            case CONTENT_REFUSED -> 400;
            case CREDENTIALS -> 401;
            case VENDOR_BALANCE, RATE_LIMITED -> 429;
            case UNAVAILABLE -> 503;
            default -> throw new IllegalArgumentException(kind + " is no refusal of OpenAI's");
        };
    }

    static String body(FailureKind kind) {
        return switch (kind) {
            case INVALID_ORDER ->
                error("The model `dall-e-3` does not exist.", "invalid_request_error", "model_not_found");
            case CONTENT_REFUSED ->
                error("Rejected by the safety system.", "image_generation_user_error", "moderation_blocked");
            case CREDENTIALS -> error("Incorrect API key provided.", "invalid_request_error", "invalid_api_key");
            case VENDOR_BALANCE ->
                error("You exceeded your current quota.", "insufficient_quota", "credit_balance_exhausted");
            case RATE_LIMITED -> error("Rate limit reached.", "rate_limit_error", "rate_limit_exceeded");
            case UNAVAILABLE -> error("Overloaded.", "service_unavailable_error", "server_is_overloaded");
            default -> throw new IllegalArgumentException(kind + " is no refusal of OpenAI's");
        };
    }

    static String error(String message, String type, String code) {
        return "{\"error\": {\"message\": \"%s\", \"type\": \"%s\", \"param\": null, \"code\": \"%s\"}}"
                .formatted(message, type, code);
    }
}
