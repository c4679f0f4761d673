package dev.atelier.core.chain;

import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.core.catalogue.Operation;
import dev.atelier.core.catalogue.PriceQuery;
import dev.atelier.core.provider.Category;
import org.jspecify.annotations.Nullable;

/**
 * What one file is to be, as far as models differ in it.
 *
 * @param aspectRatio null for the model's default; so are {@code quality}, {@code seconds} and {@code voice}
 * @param inputs how many pictures come along
 * @param mask true if a mask lies on the first of them
 * @param seed true if it is to be repeatable
 * @param promptLength characters of the final prompt or text; 0 if there is none yet
 */
public record Need(
        ModelCategory category,
        @Nullable String aspectRatio,
        @Nullable String quality,
        @Nullable Integer seconds,
        @Nullable String voice,
        int inputs,
        boolean mask,
        boolean seed,
        int promptLength) {

    /** The same with other choices. */
    Need choosing(
            @Nullable String ratio, @Nullable String otherQuality, @Nullable Integer length, @Nullable String speaker) {
        return new Need(category, ratio, otherQuality, length, speaker, inputs, mask, seed, promptLength);
    }

    /** What kind of provider makes it. */
    public Category provider() {
        return switch (category) {
            case TEXT_TO_IMAGE, IMAGE_TO_IMAGE -> Category.IMAGE_GENERATION;
            case TEXT_TO_VIDEO, IMAGE_TO_VIDEO -> Category.VIDEO;
            case TEXT -> Category.LLM;
            case VISION -> Category.VISION;
            case SPEECH -> Category.SPEECH;
        };
    }

    /** As the price book knows it. */
    PriceQuery work() {
        Operation operation = Operation.with(inputs);
        return switch (provider()) {
            case VIDEO -> PriceQuery.film(operation, quality, aspectRatio, seconds);
            case SPEECH -> PriceQuery.speech(promptLength);
            case IMAGE_GENERATION, LLM, VISION -> PriceQuery.picture(operation, quality, aspectRatio);
        };
    }
}
