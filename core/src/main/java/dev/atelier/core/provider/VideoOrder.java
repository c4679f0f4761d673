package dev.atelier.core.provider;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One film to make, in words that every adapter can translate.
 *
 * @param model the vendor's model
 * @param prompt plain text, 1 to 8,000 characters
 * @param images pictures to work from: the first is the first frame, a second one the last, where the model can do that
 * @param aspectRatio such as {@code 16:9}; null lets the vendor choose
 * @param quality the catalogue's word for this model, such as {@code 720p}; null for the default
 * @param seconds how long the film is to be; null for the model's default
 * @param seed null lets the vendor choose
 * @param callbackUrl where the vendor should call when done; null means that we poll. Holds a secret token: never log it
 * @param reference our own name for this submit, unique for ever; sent along where the vendor has a place for it
 */
public record VideoOrder(
        ModelId model,
        String prompt,
        List<PictureInput> images,
        @Nullable String aspectRatio,
        @Nullable String quality,
        @Nullable Integer seconds,
        @Nullable Long seed,
        @Nullable URI callbackUrl,
        String reference) {
    public VideoOrder {
        if (prompt.isBlank() || prompt.length() > ImageOrder.MAX_PROMPT) {
            throw new IllegalArgumentException(
                    "prompt has " + prompt.length() + " characters, wanted 1 to " + ImageOrder.MAX_PROMPT);
        }
        if (seconds != null && seconds < 1) {
            throw new IllegalArgumentException("a film lasts 1 second or more");
        }
        images = List.copyOf(images);
    }

    /** Leaves prompt and callback URL out. */
    @Override
    public String toString() {
        return "VideoOrder[" + model + ", " + reference + "]";
    }
}
