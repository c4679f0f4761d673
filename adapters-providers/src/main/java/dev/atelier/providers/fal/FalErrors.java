package dev.atelier.providers.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.Loss;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * fal's errors, which come in three forms: a list of details with a type each, one detail with an {@code error_type}, and a detail that
 * is words alone. Only the machine words are kept: details may repeat the whole prompt.
 *
 * @param types lower-case words such as {@code content_policy_violation}; empty if the answer had none
 * @param noMoney true if the words say that the account is locked or empty, which comes with 403
 * @param unfinished true if the words say that the request is still worked on
 */
record FalErrors(Set<String> types, boolean noMoney, boolean unfinished) {
    static FalErrors of(JsonAnswer answer) {
        JsonNode body = answer.json();
        Set<String> types = new LinkedHashSet<>();
        add(types, body.path("error_type"));
        JsonNode detail = body.path("detail");
        if (detail.isArray()) {
            detail.forEach(entry -> add(types, entry.path("type")));
        }
        String words = detail.asText("").toLowerCase(Locale.ROOT);
        return new FalErrors(
                types,
                words.contains("exhausted balance") || words.contains("user is locked"),
                words.contains("still in progress"));
    }

    private static void add(Set<String> types, JsonNode node) {
        String word = Json.word(node);
        if (!word.isEmpty() && types.size() < 4) {
            types.add(word);
        }
    }

    /** What a refused call means. */
    FailureKind kind(JsonAnswer answer, Loss loss) {
        if (noMoney) {
            return FailureKind.VENDOR_BALANCE;
        }
        if (content()) {
            return FailureKind.CONTENT_REFUSED;
        }
        if (answer.status() >= 500 && loss == Loss.PAID_TASK) {
            // Requests are queued first and cannot be looked up by a name of ours: any of these may have been.
            return FailureKind.OUTCOME_UNKNOWN;
        }
        return answer.kind(loss, !types.isEmpty());
    }

    /** Why a request ended that had been taken. */
    FailureKind ofRequest(int status) {
        if (content()) {
            return FailureKind.CONTENT_REFUSED;
        }
        return status >= 400 && status < 499 ? FailureKind.INVALID_ORDER : FailureKind.VENDOR_FAILED;
    }

    /** The words, for the end of a message. */
    String shown() {
        return types.isEmpty() ? "" : " (" + String.join(", ", types) + ")";
    }

    private boolean content() {
        return types.stream().anyMatch(type -> type.startsWith("content_policy"));
    }
}
