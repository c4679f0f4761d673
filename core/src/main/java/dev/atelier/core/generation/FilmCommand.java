package dev.atelier.core.generation;

import dev.atelier.core.account.Caller;
import dev.atelier.core.job.Priority;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.quote.QuoteId;
import dev.atelier.core.upload.UploadId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A wish for films, as it came: nothing is checked yet.
 *
 * @param prompt goes to the model as it is
 * @param images the first frame, and after it the last one, where the model can do that
 * @param aspectRatio null for the model's default; {@code quality} and {@code seconds} likewise
 * @param model null for the active provider's model
 * @param seed film {@code i} gets {@code seed + i}; null lets the vendor choose
 * @param fallback null for {@code AUTO} if no model is named, else {@code NONE}
 * @param quote the price it is bound to; null for the book's price of the moment
 */
public record FilmCommand(
        Caller caller,
        String prompt,
        int count,
        List<UploadId> images,
        @Nullable String aspectRatio,
        @Nullable String quality,
        @Nullable Integer seconds,
        @Nullable ModelId model,
        @Nullable Long seed,
        Priority priority,
        @Nullable QuoteId quote,
        @Nullable Fallback fallback) {
    public FilmCommand {
        images = List.copyOf(images);
    }

    /** Nothing said about who else may do it. */
    public FilmCommand(
            Caller caller,
            String prompt,
            int count,
            List<UploadId> images,
            @Nullable String aspectRatio,
            @Nullable String quality,
            @Nullable Integer seconds,
            @Nullable ModelId model,
            @Nullable Long seed,
            Priority priority,
            @Nullable QuoteId quote) {
        this(caller, prompt, count, images, aspectRatio, quality, seconds, model, seed, priority, quote, null);
    }

    /** Leaves the prompt out. */
    @Override
    public String toString() {
        return "FilmCommand[" + caller.org() + ", " + count + " films]";
    }
}
