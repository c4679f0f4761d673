package dev.atelier.providers.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.Loss;
import dev.atelier.providers.http.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Google's error envelope: only its machine words are used, since the message may quote what was asked. */
final class GeminiErrors {
    private static final List<String> CONTENT = List.of(
            "responsible ai",
            "usage guidelines",
            "prohibited use",
            "sensitive words",
            "safety",
            "violate",
            "were blocked",
            "was filtered");

    private GeminiErrors() {}

    static ProviderFailure failure(ProviderId id, JsonAnswer answer) {
        return failure(id, answer, Loss.ANSWER_ONLY);
    }

    static ProviderFailure failure(ProviderId id, JsonAnswer answer, Loss loss) {
        // Streams and some gateways wrap the envelope in an array.
        JsonNode body = answer.json().isArray() ? answer.json().path(0) : answer.json();
        JsonNode error = body.path("error");
        String status = Json.word(error.path("status"));
        String reason = reason(error);
        String message = id + ": HTTP " + answer.status() + (status.isEmpty() ? "" : " " + status)
                + (reason.isEmpty() ? "" : " " + reason);
        Duration wait = answer.retryAfter() == null ? retryDelay(error) : answer.retryAfter();
        return new ProviderFailure(id, kind(answer, error, status, reason, loss), message, wait, null);
    }

    private static FailureKind kind(JsonAnswer answer, JsonNode error, String status, String reason, Loss loss) {
        // A bad key is HTTP 400.
        if (reason.startsWith("api_key_")) {
            return FailureKind.CREDENTIALS;
        }
        return switch (status) {
            case "unauthenticated", "permission_denied" -> FailureKind.CREDENTIALS;
            // Free use is not offered where we are, or billing is off.
            case "failed_precondition" -> FailureKind.VENDOR_BALANCE;
            case "resource_exhausted" -> noQuotaAtAll(error) ? FailureKind.VENDOR_BALANCE : FailureKind.RATE_LIMITED;
            // It was at work when the time ran out.
            case "deadline_exceeded", "cancelled" -> answer.kind(loss, false);
            default -> {
                FailureKind kind = answer.kind(loss, error.isObject());
                yield kind == FailureKind.INVALID_ORDER && saysContent(error) ? FailureKind.CONTENT_REFUSED : kind;
            }
        };
    }

    /** Films that are refused before they are begun are refused as invalid, and only the words tell why. */
    static boolean saysContent(JsonNode error) {
        String words = error.path("message").asText("").toLowerCase(Locale.ROOT);
        return CONTENT.stream().anyMatch(words::contains);
    }

    private static String reason(JsonNode error) {
        for (JsonNode detail : error.path("details")) {
            String reason = Json.word(detail.path("reason"));
            if (!reason.isEmpty()) {
                return reason;
            }
        }
        return "";
    }

    /** A quota of zero: the model has no free tier, and waiting does not change that. */
    private static boolean noQuotaAtAll(JsonNode error) {
        for (JsonNode detail : error.path("details")) {
            for (JsonNode violation : detail.path("violations")) {
                if (violation.path("quotaValue").asText("").equals("0")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static @Nullable Duration retryDelay(JsonNode error) {
        for (JsonNode detail : error.path("details")) {
            String delay = detail.path("retryDelay").asText("");
            if (delay.matches("\\d{1,6}(\\.\\d+)?s")) {
                return RetryAfter.read(delay.replaceAll("(\\.\\d+)?s$", ""), Instant.EPOCH);
            }
        }
        return null;
    }
}
