package dev.atelier.core.generation;

import dev.atelier.core.credit.Credits;
import dev.atelier.core.provider.ModelId;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt is sent with that is not at the provider which was agreed.
 *
 * @param aspectRatio null where the model has none to choose; so are {@code quality}, {@code seconds} and {@code voice}
 * @param unitPrice credits for one result; never more than agreed
 * @param expectedCostMicros what we expect the vendor to charge us for it, in millionths of a US dollar
 */
public record FallbackRung(
        ModelId model,
        @Nullable String aspectRatio,
        @Nullable String quality,
        @Nullable Integer seconds,
        @Nullable String voice,
        Credits unitPrice,
        long expectedCostMicros) {
    /** The brief as this rung is asked to do it. */
    ImageBrief of(ImageBrief brief) {
        Medium medium = brief.medium();
        return brief.with(
                model, aspectRatio, quality, new Medium(medium.type(), seconds, voice, medium.instructions()));
    }
}
