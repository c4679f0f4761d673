package dev.atelier.providers;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.atelier.core.provider.FailureKind;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * How a vendor of words writes its answers and its refusals; one of each vendor stands beside its refusals.
 *
 * @param template a good answer with {@code %s} where the words go, as a JSON string
 * @param refusalStatus the HTTP status of a refusal of this kind
 * @param refusalBody its body
 */
public record TextDialect(
        String template, ToIntFunction<FailureKind> refusalStatus, Function<FailureKind, String> refusalBody) {
    /** What each of these vendors documents and tells apart. */
    static final Set<FailureKind> REFUSALS = Set.of(
            FailureKind.INVALID_ORDER,
            FailureKind.CONTENT_REFUSED,
            FailureKind.CREDENTIALS,
            FailureKind.VENDOR_BALANCE,
            FailureKind.RATE_LIMITED,
            FailureKind.UNAVAILABLE);

    /** The dialect of OpenAI's chat completions, which others speak too. */
    public static String chatCompletion(String model) {
        return "{\"model\": \"" + model
                + "\", \"choices\": [{\"message\": {\"content\": %s}, \"finish_reason\": \"stop\"}]}";
    }

    String answer(String text) {
        return template.formatted(JsonNodeFactory.instance.textNode(text).toString());
    }

    int refusalStatus(FailureKind kind) {
        return refusalStatus.applyAsInt(kind);
    }

    String refusal(FailureKind kind) {
        return refusalBody.apply(kind);
    }
}
