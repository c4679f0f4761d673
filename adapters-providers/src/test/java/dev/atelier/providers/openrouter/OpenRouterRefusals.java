package dev.atelier.providers.openrouter;

import dev.atelier.core.provider.FailureKind;

/** OpenRouter's refusals; their code is the HTTP status as a number. */
final class OpenRouterRefusals {
    private OpenRouterRefusals() {}

    static int status(FailureKind kind) {
        return switch (kind) {
            case INVALID_ORDER -> 404;
            case CONTENT_REFUSED -> 403;
            case CREDENTIALS -> 401;
            case VENDOR_BALANCE -> 402;
            case RATE_LIMITED -> 429;
            case UNAVAILABLE -> 502;
            default -> throw new IllegalArgumentException(kind + " is no refusal of OpenRouter's");
        };
    }

    static String body(FailureKind kind) {
        return switch (kind) {
            case INVALID_ORDER -> """
                {"error": {"code": 404, "message": "No endpoints found for the model", "metadata": {"error_type": "not_found"},
                  "availability": {"code": "model_deprecated", "retryable": false,
                    "requested_models": ["google/gemini-2.5-flash-image"],
                    "fallback_models": ["google/gemini-nano-banana-2.1"], "docs_url": "https://openrouter.ai/docs"}}}
                """;
            case CONTENT_REFUSED -> """
                {"error": {"code": 403, "message": "Input was flagged", "metadata": {"reasons": ["violence"],
                  "flagged_input": "a teapot", "provider_name": "OpenAI", "model_slug": "openai/gpt-image-2"}}}
                """;
            case CREDENTIALS -> error(401, "No auth credentials found", "authentication");
            case VENDOR_BALANCE -> "{\"error\": {\"code\": 402, \"message\": \"Insufficient credits. Add more\"}}";
            case RATE_LIMITED -> error(429, "Rate limit exceeded", "rate_limit_exceeded");
            case UNAVAILABLE -> error(502, "Provider returned error", "provider_unavailable");
            default -> throw new IllegalArgumentException(kind + " is no refusal of OpenRouter's");
        };
    }

    static String error(int code, String message, String type) {
        return "{\"error\": {\"code\": %d, \"message\": \"%s\", \"metadata\": {\"error_type\": \"%s\"}}}"
                .formatted(code, message, type);
    }
}
