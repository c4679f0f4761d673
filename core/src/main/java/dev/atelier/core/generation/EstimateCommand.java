package dev.atelier.core.generation;

import dev.atelier.core.account.Caller;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.provider.ModelId;
import org.jspecify.annotations.Nullable;

/**
 * The part of a wish that decides its price; nothing is checked yet.
 *
 * @param model of any kind; null for the active image provider's
 * @param count how many pictures or films; 1 for a recording or a text
 * @param inputImages how many pictures it would be made out of; they may decide the price
 * @param quality null for the model's default; {@code aspectRatio} and {@code seconds} likewise
 * @param characters of the text to be spoken, or to be answered
 * @param maxTokens most tokens of an answer
 */
public record EstimateCommand(
        Caller caller,
        @Nullable ModelId model,
        int count,
        int inputImages,
        @Nullable String quality,
        @Nullable String aspectRatio,
        @Nullable Integer seconds,
        int characters,
        int maxTokens) {
    public OrgId org() {
        return caller.org();
    }
}
