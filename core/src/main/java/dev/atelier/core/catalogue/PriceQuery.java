package dev.atelier.core.catalogue;

import org.jspecify.annotations.Nullable;

/**
 * One piece of work whose price is asked for: one picture, one film, one recording, one answer.
 *
 * @param quality null where the model has none to choose; {@code aspectRatio} likewise
 * @param seconds of a film; null where that is not known or means nothing
 * @param characters of the text to be spoken; null likewise
 * @param inputTokens read; null likewise, as {@code outputTokens} for those written
 */
public record PriceQuery(
        Operation operation,
        @Nullable String quality,
        @Nullable String aspectRatio,
        @Nullable Long seconds,
        @Nullable Long characters,
        @Nullable Long inputTokens,
        @Nullable Long outputTokens) {

    /** One picture. */
    public static PriceQuery picture(Operation operation, @Nullable String quality, @Nullable String aspectRatio) {
        return new PriceQuery(operation, quality, aspectRatio, null, null, null, null);
    }

    /** One film. */
    public static PriceQuery film(
            Operation operation, @Nullable String quality, @Nullable String aspectRatio, @Nullable Integer seconds) {
        return new PriceQuery(
                operation, quality, aspectRatio, seconds == null ? null : Long.valueOf(seconds), null, null, null);
    }

    /** One text spoken. */
    public static PriceQuery speech(int characters) {
        return new PriceQuery(Operation.GENERATE, null, null, null, (long) characters, null, null);
    }

    /** One answer of a language or vision model. */
    public static PriceQuery answer(long inputTokens, long outputTokens) {
        return new PriceQuery(Operation.GENERATE, null, null, null, null, inputTokens, outputTokens);
    }

    /** How much of the unit it takes; null if that is not known. */
    @Nullable
    Long amount(PriceUnit unit) {
        return switch (unit) {
            case PICTURE, CALL -> 1L;
            case SECOND -> seconds;
            case CHARACTER -> characters;
            case INPUT_TOKEN -> inputTokens;
            case OUTPUT_TOKEN -> outputTokens;
        };
    }
}
