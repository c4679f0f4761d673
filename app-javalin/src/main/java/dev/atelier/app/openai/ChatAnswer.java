package dev.atelier.app.openai;

import dev.atelier.app.http.Json;
import dev.atelier.app.http.Problem;
import dev.atelier.core.provider.TextEnd;
import dev.atelier.core.text.TextGeneration;
import dev.atelier.core.text.TextOutput;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes answers as the SDKs read them. Beside their fields stands {@code generation_id}. A chunk never has a field {@code error}:
 * Java's SDK throws when it sees one, even null.
 */
final class ChatAnswer {
    static final byte[] DONE = bytes("data: [DONE]\n\n");
    static final byte[] KEEP_ALIVE = bytes(": keep-alive\n\n");

    private final TextGeneration accepted;

    /** @param accepted the generation at any stage */
    ChatAnswer(TextGeneration accepted) {
        this.accepted = accepted;
    }

    /** The whole answer of a generation that ended well. */
    Map<String, @Nullable Object> whole(TextGeneration ended) {
        TextOutput output = Objects.requireNonNull(ended.output());
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("role", "assistant");
        message.put("content", output.text());
        message.put("refusal", null);
        Map<String, @Nullable Object> choice = choice("message", message, end(output));
        Map<String, @Nullable Object> body = head("chat.completion", output.model(), List.of(choice));
        usage(output).ifPresent(usage -> body.put("usage", usage));
        return body;
    }

    /** The first chunk, which says who speaks. */
    byte[] first() {
        return chunk(Map.of("role", "assistant", "content", ""), null);
    }

    byte[] words(String piece) {
        return chunk(Map.of("content", piece), null);
    }

    /** The last chunk with a choice. */
    byte[] last(TextOutput output) {
        return chunk(Map.of(), end(output));
    }

    /** The chunk of tokens; empty if nobody counted them. */
    Optional<byte[]> tokens(TextOutput output) {
        return usage(output).map(usage -> {
            Map<String, @Nullable Object> body =
                    head("chat.completion.chunk", accepted.brief().model().value(), List.of());
            body.put("usage", usage);
            return event(body);
        });
    }

    static byte[] error(Problem problem) {
        return event(OpenAiErrors.body(problem));
    }

    private byte[] chunk(Map<String, Object> delta, @Nullable String end) {
        // Which link of the chain answers is not known while it does.
        return event(
                head("chat.completion.chunk", accepted.brief().model().value(), List.of(choice("delta", delta, end))));
    }

    private static Map<String, @Nullable Object> choice(String name, Object content, @Nullable String end) {
        Map<String, @Nullable Object> choice = new LinkedHashMap<>();
        choice.put("index", 0);
        choice.put(name, content);
        choice.put("logprobs", null);
        choice.put("finish_reason", end);
        return choice;
    }

    private Map<String, @Nullable Object> head(String object, String model, List<Object> choices) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("id", "chatcmpl-" + accepted.id());
        body.put("object", object);
        body.put("created", accepted.createdAt().getEpochSecond());
        body.put("model", model);
        body.put("choices", choices);
        body.put("generation_id", accepted.id().toString());
        return body;
    }

    private static String end(TextOutput output) {
        return output.end() == TextEnd.LENGTH ? "length" : "stop";
    }

    private static Optional<Map<String, Object>> usage(TextOutput output) {
        Long read = output.cost().inputTokens();
        Long written = output.cost().outputTokens();
        return read == null || written == null
                ? Optional.empty()
                : Optional.of(
                        Map.of("prompt_tokens", read, "completion_tokens", written, "total_tokens", read + written));
    }

    private static byte[] event(Object body) {
        return bytes("data: " + Json.write(body) + "\n\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
