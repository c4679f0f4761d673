package dev.atelier.core.catalogue;

import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderId;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One model of one configured provider.
 *
 * @param capabilities meaningful for image models; for others all empty
 * @param replacement the model to use instead; null while there is none
 * @param endsOn the day the vendor switches it off; null if none is known
 */
public record ModelSpec(
        ModelId id,
        ProviderId provider,
        Category category,
        String displayName,
        Capabilities capabilities,
        Lifecycle lifecycle,
        @Nullable ModelId replacement,
        @Nullable LocalDate endsOn) {}
