package dev.atelier.providers.gemini;

import static dev.atelier.providers.Fixtures.text;

import dev.atelier.core.provider.FailureKind;
import dev.atelier.providers.TextDialect;
import java.util.Set;

/** Gemini's refusals; a bad key is HTTP 400, and refused content is HTTP 200. */
public final class GeminiRefusals {
    /** What Google documents and tells apart. */
    static final Set<FailureKind> KINDS = Set.of(
            FailureKind.INVALID_ORDER,
            FailureKind.CONTENT_REFUSED,
            FailureKind.CREDENTIALS,
            FailureKind.VENDOR_BALANCE,
            FailureKind.RATE_LIMITED,
            FailureKind.UNAVAILABLE);

    private GeminiRefusals() {}

    /** How Gemini writes answers, whole and in events; it has no event that only says that it is done. */
    static TextDialect dialect() {
        String part = "{\"candidates\": [{\"content\": {\"parts\": [{\"text\": %s}]}";
        return new TextDialect(
                part + ", \"finishReason\": \"STOP\"}]}",
                part + "}]}",
                "{\"candidates\": [{\"content\": {\"parts\": []}, \"finishReason\": \"STOP\"}]}",
                GeminiRefusals::status,
                GeminiRefusals::body);
    }

    static int status(FailureKind kind) {
        return switch (kind) {
            case INVALID_ORDER -> 404;
            case CONTENT_REFUSED -> 200;
            case CREDENTIALS, VENDOR_BALANCE -> 400;
            case RATE_LIMITED -> 429;
            case UNAVAILABLE -> 503;
            default -> throw new IllegalArgumentException(kind + " is no refusal of Gemini's");
        };
    }

    public static String body(FailureKind kind) {
        return switch (kind) {
            case INVALID_ORDER -> error(404, "models/imagen-4.0 is not found for API version v1beta", "NOT_FOUND");
            case CONTENT_REFUSED -> text("gemini/prompt-blocked.json");
            case CREDENTIALS -> text("gemini/bad-key.json");
            case VENDOR_BALANCE -> error(400, "Free tier is not available in your region.", "FAILED_PRECONDITION");
            case RATE_LIMITED -> text("gemini/quota.json");
            case UNAVAILABLE -> error(503, "The model is overloaded. Please try again later.", "UNAVAILABLE");
            default -> throw new IllegalArgumentException(kind + " is no refusal of Gemini's");
        };
    }

    public static String error(int code, String message, String status) {
        return "{\"error\": {\"code\": %d, \"message\": \"%s\", \"status\": \"%s\"}}".formatted(code, message, status);
    }
}
