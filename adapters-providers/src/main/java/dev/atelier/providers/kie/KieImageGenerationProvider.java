package dev.atelier.providers.kie;

import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.providers.http.GuardedHttp;
import java.time.Clock;

/** kie's image models: FLUX Kontext by routes of its own, the others by jobs. */
final class KieImageGenerationProvider extends KieTaskProvider implements ImageGenerationProvider {
    KieImageGenerationProvider(ProviderSettings settings, GuardedHttp http, Clock clock) {
        super(settings, http, clock, KieOwnRoute.KONTEXT, KieTasks.FIRST_LOOK);
    }

    @Override
    public Submission submit(ImageOrder order) {
        return submit(KieWish.of(order));
    }
}
