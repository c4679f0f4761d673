package dev.atelier.core.generation;

import dev.atelier.core.account.UserId;
import dev.atelier.core.provider.ModelId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which generations of a list are wanted; a null part lets all through. */
public record GenerationFilter(
        @Nullable GenerationState state,
        @Nullable ModelId model,
        @Nullable UserId user,
        @Nullable Instant createdFrom,
        @Nullable Instant createdBefore) {
    public static final GenerationFilter ALL = new GenerationFilter(null, null, null, null, null);
}
