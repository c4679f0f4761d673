package dev.atelier.core.generation;

import dev.atelier.core.account.Caller;
import dev.atelier.core.job.Priority;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.quote.QuoteId;
import org.jspecify.annotations.Nullable;

/**
 * A wish for a text to be spoken, as it came: nothing is checked yet.
 *
 * @param text is said word for word
 * @param model null for the active provider's model
 * @param voice null for the model's default
 * @param instructions how it is to be said; null for nothing
 * @param fallback null for {@code AUTO} if no model is named, else {@code NONE}
 * @param quote the price it is bound to; null for the book's price of the moment
 */
public record SpeechCommand(
        Caller caller,
        String text,
        @Nullable ModelId model,
        @Nullable String voice,
        @Nullable String instructions,
        Priority priority,
        @Nullable QuoteId quote,
        @Nullable Fallback fallback) {
    /** Nothing said about who else may do it. */
    public SpeechCommand(
            Caller caller,
            String text,
            @Nullable ModelId model,
            @Nullable String voice,
            @Nullable String instructions,
            Priority priority,
            @Nullable QuoteId quote) {
        this(caller, text, model, voice, instructions, priority, quote, null);
    }

    /** Leaves the text out. */
    @Override
    public String toString() {
        return "SpeechCommand[" + caller.org() + "]";
    }
}
