package dev.atelier.core.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question to a language model: what it is to be, and what was said so far.
 *
 * @param systemPrompt blank for none
 * @param turns what was said, oldest first; the last one is to be answered
 * @param model overrides the provider's own model; null for that
 * @param maxTokens most tokens to write, 1 or more; vendors without such a limit may write more
 * @param temperature 0 to 2; null for the vendor's own
 * @param stop the answer ends before the first of these; vendors without such words may pass over them
 * @param json true if the answer must be one JSON object
 */
public record LlmRequest(
        String systemPrompt,
        List<Turn> turns,
        @Nullable ModelId model,
        int maxTokens,
        @Nullable Double temperature,
        List<String> stop,
        boolean json) {
    public LlmRequest {
        turns = List.copyOf(turns);
        stop = List.copyOf(stop);
        if (turns.isEmpty()) {
            throw new IllegalArgumentException("nothing was said");
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens is " + maxTokens + ", wanted 1 or more");
        }
    }

    /** A single question. */
    public LlmRequest(String systemPrompt, List<ContentPart> user, @Nullable ModelId model, int maxTokens) {
        this(systemPrompt, List.of(new Turn(Speaker.USER, user)), model, maxTokens, null, List.of(), false);
    }

    /** Who says something. */
    public enum Speaker {
        USER,
        /** The model, earlier in the same conversation. */
        ASSISTANT
    }

    /** What one side said at once, in order: text and pictures. */
    public record Turn(Speaker speaker, List<ContentPart> parts) {
        public Turn {
            parts = List.copyOf(parts);
        }

        /** All its text, each part on a line of its own. */
        public String text() {
            StringBuilder text = new StringBuilder();
            for (ContentPart part : parts) {
                if (part instanceof ContentPart.Text words) {
                    text.append(text.isEmpty() ? "" : "\n").append(words.text());
                }
            }
            return text.toString();
        }

        /** Leaves the words out. */
        @Override
        public String toString() {
            return "Turn[" + speaker + ", " + parts.size() + " parts]";
        }
    }

    /** One part of what is said. */
    public sealed interface ContentPart {
        record Text(String text) implements ContentPart {}

        record Image(PictureInput image) implements ContentPart {}
    }

    /** Leaves the words out. */
    @Override
    public String toString() {
        return "LlmRequest[" + turns.size() + " turns]";
    }
}
