package dev.atelier.providers;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.atelier.core.provider.FailureKind;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * How a vendor of words writes its answers and its refusals; one of each vendor stands beside its refusals.
 *
 * @param template a good answer with {@code %s} where the words go, as a JSON string
 * @param piece a piece of an answer that comes in events, with {@code %s} where its words go, as a JSON string
 * @param last the event that says that the answer is done
 * @param refusalStatus the HTTP status of a refusal of this kind
 * @param refusalBody its body
 */
public record TextDialect(
        String template,
        String piece,
        String last,
        ToIntFunction<FailureKind> refusalStatus,
        Function<FailureKind, String> refusalBody) {
    /** What each of these vendors documents and tells apart. */
    static final Set<FailureKind> REFUSALS = Set.of(
            FailureKind.INVALID_ORDER,
            FailureKind.CONTENT_REFUSED,
            FailureKind.CREDENTIALS,
            FailureKind.VENDOR_BALANCE,
            FailureKind.RATE_LIMITED,
            FailureKind.UNAVAILABLE);

    /** The dialect of OpenAI's chat completions, which others speak too. */
    public static TextDialect chatCompletion(
            String model, ToIntFunction<FailureKind> refusalStatus, Function<FailureKind, String> refusalBody) {
        return new TextDialect(
                "{\"model\": \"" + model
                        + "\", \"choices\": [{\"message\": {\"content\": %s}, \"finish_reason\": \"stop\"}]}",
                "{\"model\": \"" + model
                        + "\", \"choices\": [{\"delta\": {\"content\": %s}, \"finish_reason\": null}]}",
                "{\"choices\": [{\"delta\": {}, \"finish_reason\": \"stop\"}]}\n\n"
                        + "data: {\"choices\": [], \"usage\": {\"prompt_tokens\": 3, \"completion_tokens\": 4}}\n\ndata: [DONE]",
                refusalStatus,
                refusalBody);
    }

    /** @param done false if it breaks off behind the pieces */
    String stream(List<String> pieces, boolean done) {
        StringBuilder events = new StringBuilder(": a comment\n\n");
        pieces.forEach(words -> events.append("data: ")
                .append(piece.formatted(JsonNodeFactory.instance.textNode(words).toString()))
                .append("\n\n"));
        return done ? events.append("data: ").append(last).append("\n\n").toString() : events.toString();
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
