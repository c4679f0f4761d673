package dev.atelier.core.provider;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One picture to make, in words that every adapter can translate.
 *
 * @param model the vendor's model
 * @param prompt plain text, 1 to 8,000 characters
 * @param images pictures to work from, heaviest first
 * @param mask as large as the first of {@code images}: what is transparent in it is painted anew, the rest stays; null for all. Only given
 *     to models whose capabilities say that they take one
 * @param aspectRatio such as {@code 16:9}; null lets the vendor choose
 * @param quality the catalogue's word for this model, such as {@code basic} or {@code 2K}; null for the default
 * @param seed null lets the vendor choose
 * @param callbackUrl where the vendor should call when done; null means that we poll. Holds a secret token: never log it
 * @param reference our own name for this submit, unique for ever; sent along where the vendor has a place for it
 */
public record ImageOrder(
        ModelId model,
        String prompt,
        List<PictureInput> images,
        @Nullable PictureInput mask,
        @Nullable String aspectRatio,
        @Nullable String quality,
        @Nullable Long seed,
        @Nullable URI callbackUrl,
        String reference) {
    public static final int MAX_PROMPT = 8_000;

    public ImageOrder {
        if (prompt.isBlank() || prompt.length() > MAX_PROMPT) {
            throw new IllegalArgumentException(
                    "prompt has " + prompt.length() + " characters, wanted 1 to " + MAX_PROMPT);
        }
        images = List.copyOf(images);
    }

    /** Leaves prompt and callback URL out. */
    @Override
    public String toString() {
        return "ImageOrder[" + model + ", " + reference + "]";
    }
}
