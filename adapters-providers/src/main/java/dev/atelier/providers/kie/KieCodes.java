package dev.atelier.providers.kie;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.providers.http.Loss;
import java.util.List;
import java.util.Locale;

/** kie's own codes, which come in the body, mostly with HTTP 200, and its words where the code does not tell enough. */
final class KieCodes {
    static final int OK = 200;

    private static final List<String> CONTENT = List.of(
            "sensitive",
            "flagged",
            "moderation",
            "content polic",
            "violat",
            "nsfw",
            "prohibited",
            "safety",
            "inappropriate");
    private static final List<String> VALIDATION =
            List.of("is required", "not supported", "invalid", "must be", "cannot be", "exceed", "not within");

    private KieCodes() {}

    /** The code in an answer's body; 0 if it is no envelope of kie's. */
    static int code(JsonNode body) {
        JsonNode code = body.path("code");
        return code.isIntegralNumber() || code.isTextual() ? code.asInt(0) : 0;
    }

    /** The message, in either of its two spellings. */
    static String message(JsonNode body) {
        String msg = body.path("msg").asText("");
        return msg.isBlank() ? body.path("message").asText("") : msg;
    }

    static FailureKind ofCall(int code, String message, Loss loss) {
        String words = message.toLowerCase(Locale.ROOT);
        if (saysNoCredit(words)) {
            return FailureKind.VENDOR_BALANCE;
        }
        return switch (code) {
            case 401, 403 -> FailureKind.CREDENTIALS;
            case 402, 433 -> FailureKind.VENDOR_BALANCE;
            case 429 -> FailureKind.RATE_LIMITED;
            case 408, 455, 501 -> FailureKind.UNAVAILABLE;
            // A feature that is switched off stays so until somebody changes the configuration.
            case 505 -> FailureKind.INVALID_ORDER;
            default -> byWords(code, words, loss);
        };
    }

    private static FailureKind byWords(int code, String words, Loss loss) {
        if (code >= 400 && code < 600 && saysContent(words)) {
            return FailureKind.CONTENT_REFUSED;
        }
        if (code >= 400 && code < 500) {
            return FailureKind.INVALID_ORDER;
        }
        if (code >= 500 && code < 600) {
            // Wrong fields come as 500 too, and are told from trouble of the server by the words alone.
            return VALIDATION.stream().anyMatch(words::contains) ? FailureKind.INVALID_ORDER : FailureKind.UNAVAILABLE;
        }
        return loss == Loss.PAID_TASK ? FailureKind.OUTCOME_UNKNOWN : FailureKind.UNAVAILABLE;
    }

    /** Why a task failed that had been taken. */
    static FailureKind ofTask(String failCode, String failMessage) {
        String words = (failCode + " " + failMessage).toLowerCase(Locale.ROOT);
        if (saysNoCredit(words)) {
            return FailureKind.VENDOR_BALANCE;
        }
        if (saysContent(words)) {
            return FailureKind.CONTENT_REFUSED;
        }
        return switch (failCode) {
            case "402", "433" -> FailureKind.VENDOR_BALANCE;
            case "400", "422" -> FailureKind.INVALID_ORDER;
            default -> FailureKind.VENDOR_FAILED;
        };
    }

    private static boolean saysNoCredit(String words) {
        return words.contains("insufficient") && words.contains("credit");
    }

    private static boolean saysContent(String words) {
        return CONTENT.stream().anyMatch(words::contains);
    }
}
