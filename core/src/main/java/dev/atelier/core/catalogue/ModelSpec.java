package dev.atelier.core.catalogue;

import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderId;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One model of one configured provider.
 *
 * @param capabilities meaningful for image models; for others all empty
 * @param replacement the model to use instead; null while there is none
 * @param endsOn the last day on which it may be used; null if none is known
 */
public record ModelSpec(
        ModelId id,
        ProviderId provider,
        Category category,
        String displayName,
        Capabilities capabilities,
        Lifecycle lifecycle,
        @Nullable ModelId replacement,
        @Nullable LocalDate endsOn) {
    /** What it turns into what. */
    public Set<ModelCategory> categories() {
        return ModelCategory.of(category, capabilities);
    }

    /**
     * Where it is in its life on a day: after {@link #endsOn} it is retired, whatever is written down, and until then a model that
     * ends is deprecated.
     */
    public Lifecycle lifecycleOn(LocalDate day) {
        LocalDate end = endsOn;
        if (lifecycle == Lifecycle.RETIRED || end == null) {
            return lifecycle;
        }
        return day.isAfter(end) ? Lifecycle.RETIRED : Lifecycle.DEPRECATED;
    }

    /** {@link #lifecycleOn} of the clock's day in UTC. */
    public Lifecycle lifecycleAt(Clock clock) {
        return lifecycleOn(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    }
}
