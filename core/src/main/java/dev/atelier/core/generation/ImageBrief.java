package dev.atelier.core.generation;

import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.core.catalogue.Operation;
import dev.atelier.core.catalogue.PriceQuery;
import dev.atelier.core.chain.Need;
import dev.atelier.core.provider.ModelId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for, after defaults were filled in. Given again, it makes the same work again.
 *
 * @param prompt the user's words, 1 to 4,000 characters
 * @param imageCount how many pictures, 1 to 64
 * @param references pictures to take style and mood from; described by the vision provider
 * @param products pictures to show; handed to the image provider
 * @param mask as large as the first product: what is transparent in it is painted anew; null for no such bounds
 * @param aspectRatio null where the model has none to choose
 * @param quality null where the model has none to choose
 * @param llmModel a language model to ask first; null for the chain's own order
 * @param seed picture {@code i} gets {@code seed + i}; null lets the vendor choose
 * @param parent the picture of the same org that this one was made out of; null if it began anew
 * @param promptMode briefs from before there was a choice have {@link PromptMode#WRITTEN_FOR_ME}
 * @param fallback true if others may do it when the first provider does not take it
 * @param medium briefs from before there was a choice have {@link Medium#PICTURE}
 */
public record ImageBrief(
        String prompt,
        int imageCount,
        List<InputImage> references,
        List<InputImage> products,
        @Nullable InputImage mask,
        @Nullable String aspectRatio,
        @Nullable String quality,
        ModelId model,
        @Nullable ModelId llmModel,
        @Nullable Long seed,
        @Nullable TaskId parent,
        PromptMode promptMode,
        Medium medium,
        boolean fallback) {
    public static final int MAX_PROMPT = 4_000;
    public static final int MAX_IMAGES = 64;
    public static final int MAX_REFERENCES = 16;

    public ImageBrief {
        references = List.copyOf(references);
        products = List.copyOf(products);
        // Stored briefs of older versions do not say it.
        promptMode = Objects.requireNonNullElse(promptMode, PromptMode.WRITTEN_FOR_ME);
        medium = Objects.requireNonNullElse(medium, Medium.PICTURE);
    }

    /** A brief that only its own model may do. */
    public ImageBrief(
            String prompt,
            int imageCount,
            List<InputImage> references,
            List<InputImage> products,
            @Nullable InputImage mask,
            @Nullable String aspectRatio,
            @Nullable String quality,
            ModelId model,
            @Nullable ModelId llmModel,
            @Nullable Long seed,
            @Nullable TaskId parent,
            PromptMode promptMode,
            Medium medium) {
        this(
                prompt,
                imageCount,
                references,
                products,
                mask,
                aspectRatio,
                quality,
                model,
                llmModel,
                seed,
                parent,
                promptMode,
                medium,
                false);
    }

    ImageBrief withFallback(boolean may) {
        return new ImageBrief(
                prompt,
                imageCount,
                references,
                products,
                mask,
                aspectRatio,
                quality,
                model,
                llmModel,
                seed,
                parent,
                promptMode,
                medium,
                may);
    }

    ImageBrief with(ModelId other, @Nullable String ratio, @Nullable String otherQuality, Medium otherMedium) {
        return new ImageBrief(
                prompt,
                imageCount,
                references,
                products,
                mask,
                ratio,
                otherQuality,
                other,
                llmModel,
                seed,
                parent,
                promptMode,
                otherMedium,
                fallback);
    }

    /** What models must be able to do for it, with a final prompt of so many characters. */
    public Need need(int promptLength) {
        boolean alone = products.isEmpty();
        ModelCategory category = switch (medium.type()) {
            case IMAGE -> alone ? ModelCategory.TEXT_TO_IMAGE : ModelCategory.IMAGE_TO_IMAGE;
            case VIDEO -> alone ? ModelCategory.TEXT_TO_VIDEO : ModelCategory.IMAGE_TO_VIDEO;
            case SPEECH -> ModelCategory.SPEECH;
            case TEXT -> throw new IllegalStateException("a text is no file");
        };
        return new Need(
                category,
                aspectRatio,
                quality,
                medium.seconds(),
                medium.voice(),
                products.size(),
                mask != null,
                seed != null,
                promptLength);
    }

    /** One of its results, as the price book knows it. */
    PriceQuery work() {
        Operation operation = Operation.with(products.size());
        return switch (medium.type()) {
            case IMAGE -> PriceQuery.picture(operation, quality, aspectRatio);
            case VIDEO -> PriceQuery.film(operation, quality, aspectRatio, medium.seconds());
            case SPEECH -> PriceQuery.speech(prompt.length());
            case TEXT -> throw new IllegalStateException("a text is no file");
        };
    }

    /** Leaves the prompt out. */
    @Override
    public String toString() {
        return "ImageBrief[" + model + " x " + imageCount + "]";
    }
}
