package dev.atelier.core.generation;

import dev.atelier.core.account.Caller;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.provider.ModelId;
import org.jspecify.annotations.Nullable;

/**
 * The part of a wish that decides its price; nothing is checked yet.
 *
 * @param imageModel null for the active provider's model
 * @param inputImages how many pictures it would be made out of; they may decide the price
 * @param quality null for the model's default; {@code aspectRatio} likewise
 */
public record EstimateCommand(
        Caller caller,
        @Nullable ModelId imageModel,
        int imageCount,
        int inputImages,
        @Nullable String quality,
        @Nullable String aspectRatio) {
    public OrgId org() {
        return caller.org();
    }
}
