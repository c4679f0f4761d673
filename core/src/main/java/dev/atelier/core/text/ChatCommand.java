package dev.atelier.core.text;

import dev.atelier.core.account.Caller;
import dev.atelier.core.provider.ModelId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A wish for an answer, as it came: nothing is checked yet but that its pictures are the org's own.
 *
 * @param model the language model to ask first; null for the chain's own order
 * @param maxTokens null for {@link TextBrief#DEFAULT_TOKENS}
 * @param temperature null for the vendor's own
 * @param json true if the answer must be one JSON object
 */
public record ChatCommand(
        Caller caller,
        List<ChatMessage> messages,
        @Nullable ModelId model,
        @Nullable Integer maxTokens,
        @Nullable Double temperature,
        List<String> stop,
        boolean json) {
    public ChatCommand {
        messages = List.copyOf(messages);
        stop = List.copyOf(stop);
    }

    /** A wish without particulars. */
    public ChatCommand(Caller caller, List<ChatMessage> messages) {
        this(caller, messages, null, null, null, List.of(), false);
    }

    /** Leaves the words out. */
    @Override
    public String toString() {
        return "ChatCommand[" + caller.org() + ", " + messages.size() + " messages]";
    }
}
