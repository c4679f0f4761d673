package dev.atelier.core.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question to a language model.
 *
 * @param user what the user says, in order: text and pictures
 * @param model overrides the provider's own model; null for that
 * @param maxTokens most tokens to write, 1 or more
 */
public record LlmRequest(
        String systemPrompt,
        List<ContentPart> user,
        @Nullable ModelId model,
        int maxTokens) {
    public LlmRequest {
        user = List.copyOf(user);
        if (maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens is " + maxTokens + ", wanted 1 or more");
        }
    }

    /** One part of what the user says. */
    public sealed interface ContentPart {
        record Text(String text) implements ContentPart {}

        record Image(PictureInput image) implements ContentPart {}
    }

    /** Leaves the words out. */
    @Override
    public String toString() {
        return "LlmRequest[" + user.size() + " parts]";
    }
}
