package dev.atelier.providers.compatible;

import dev.atelier.core.provider.FailureKind;

/** Refusals in the shapes that are about: OpenAI's own, a bare text as Ollama writes it, numbers as vLLM and LocalAI do. */
final class CompatibleRefusals {
    private CompatibleRefusals() {}

    static int status(FailureKind kind) {
        return switch (kind) {
            case INVALID_ORDER -> 404;
            case CONTENT_REFUSED -> 400;
            case CREDENTIALS -> 401;
            case VENDOR_BALANCE -> 402;
            case RATE_LIMITED -> 429;
            case UNAVAILABLE -> 503;
            default -> throw new IllegalArgumentException(kind + " is no refusal of theirs");
        };
    }

    static String body(FailureKind kind) {
        return switch (kind) {
            case INVALID_ORDER -> "{\"error\": \"model \\\"llava:13b\\\" not found, try pulling it first\"}";
            case CONTENT_REFUSED ->
                "{\"error\": {\"message\": \"no\", \"type\": \"invalid_request_error\", \"code\": \"content_filter\"}}";
            case CREDENTIALS -> "{\"detail\": \"Not authenticated\"}";
            case VENDOR_BALANCE -> "{\"error\": {\"code\": 402, \"message\": \"pay first\"}}";
            case RATE_LIMITED -> "{\"object\": \"error\", \"message\": \"slow down\", \"code\": 429}";
            case UNAVAILABLE ->
                "{\"error\": {\"code\": 503, \"message\": \"loading model\", \"type\": \"server_error\"}}";
            default -> throw new IllegalArgumentException(kind + " is no refusal of theirs");
        };
    }
}
