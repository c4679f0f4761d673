package dev.atelier.providers.anthropic;

import static dev.atelier.providers.Fixtures.text;

import dev.atelier.core.provider.FailureKind;
import dev.atelier.providers.TextDialect;

/** Anthropic's refusals; refused content is HTTP 200, and an overload has a status of its own. */
final class AnthropicRefusals {
    private AnthropicRefusals() {}

    /** How Anthropic writes answers, whole and in events. */
    static TextDialect dialect() {
        return new TextDialect(
                "{\"type\": \"message\", \"model\": \"claude-sonnet-5-5\", \"content\": [{\"type\": \"text\", \"text\": %s}],"
                        + " \"stop_reason\": \"end_turn\", \"usage\": {\"input_tokens\": 3, \"output_tokens\": 4}}",
                "{\"type\": \"content_block_delta\", \"index\": 0, \"delta\": {\"type\": \"text_delta\", \"text\": %s}}",
                "{\"type\": \"message_delta\", \"delta\": {\"stop_reason\": \"end_turn\"}, \"usage\": {\"output_tokens\": 4}}"
                        + "\n\nevent: message_stop\ndata: {\"type\": \"message_stop\"}",
                AnthropicRefusals::status,
                AnthropicRefusals::body);
    }

    static int status(FailureKind kind) {
        return switch (kind) {
            case INVALID_ORDER -> 404;
            case CONTENT_REFUSED -> 200;
            case CREDENTIALS -> 401;
            case VENDOR_BALANCE -> 402;
            case RATE_LIMITED -> 429;
            case UNAVAILABLE -> 529;
            default -> throw new IllegalArgumentException(kind + " is no refusal of Anthropic's");
        };
    }

    static String body(FailureKind kind) {
        return switch (kind) {
            case INVALID_ORDER -> error("not_found_error", "model: claude-none");
            case CONTENT_REFUSED -> text("anthropic/refusal.json");
            case CREDENTIALS -> error("authentication_error", "invalid x-api-key");
            case VENDOR_BALANCE -> error("billing_error", "There is an issue with your billing information.");
            case RATE_LIMITED -> error("rate_limit_error", "This request would exceed your organization's rate limit.");
            case UNAVAILABLE -> error("overloaded_error", "Overloaded");
            default -> throw new IllegalArgumentException(kind + " is no refusal of Anthropic's");
        };
    }

    static String error(String type, String message) {
        return "{\"type\": \"error\", \"error\": {\"type\": \"%s\", \"message\": \"%s\"}, \"request_id\": \"req_test\"}"
                .formatted(type, message);
    }
}
