package dev.atelier.core.provider;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * One text to be spoken, in words that every adapter can translate.
 *
 * @param model the vendor's model
 * @param text what is said, word for word; 1 to 8,000 characters
 * @param voice the catalogue's word for this model, such as {@code alloy}; null for the default
 * @param instructions how it is said, such as "calm and slow"; null where the model takes none
 * @param callbackUrl where the vendor should call when done; null means that we poll. Holds a secret token: never log it
 * @param reference our own name for this submit, unique for ever; sent along where the vendor has a place for it
 */
public record SpeechOrder(
        ModelId model,
        String text,
        @Nullable String voice,
        @Nullable String instructions,
        @Nullable URI callbackUrl,
        String reference) {
    public static final int MAX_TEXT = 8_000;

    public SpeechOrder {
        if (text.isBlank() || text.length() > MAX_TEXT) {
            throw new IllegalArgumentException("text has " + text.length() + " characters, wanted 1 to " + MAX_TEXT);
        }
    }

    /** Leaves text and callback URL out. */
    @Override
    public String toString() {
        return "SpeechOrder[" + model + ", " + reference + "]";
    }
}
