package dev.atelier.core.text;

import dev.atelier.core.provider.ModelId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a text was asked for with, after defaults were filled in.
 *
 * @param messages the conversation, oldest first
 * @param model the model that is asked first, and whose price was agreed
 * @param maxTokens most tokens to write, 1 to {@value #MOST_TOKENS}
 * @param temperature 0 to 2; null for the vendor's own
 * @param stop words that end the answer, {@value #MOST_STOPS} at most
 * @param json true if the answer must be one JSON object
 */
public record TextBrief(
        List<ChatMessage> messages,
        ModelId model,
        int maxTokens,
        @Nullable Double temperature,
        List<String> stop,
        boolean json) {
    public static final int MOST_MESSAGES = 500;
    /** Characters of all messages together. */
    public static final int LONGEST = 400_000;

    public static final int MOST_PICTURES = 16;
    public static final int MOST_STOPS = 4;
    public static final int MOST_TOKENS = 65_536;
    /** Room for a long answer of a model that also thinks. */
    public static final int DEFAULT_TOKENS = 8_192;

    public TextBrief {
        messages = List.copyOf(messages);
        stop = List.copyOf(stop);
    }

    /** Leaves the words out. */
    @Override
    public String toString() {
        return "TextBrief[" + model + ", " + messages.size() + " messages]";
    }
}
