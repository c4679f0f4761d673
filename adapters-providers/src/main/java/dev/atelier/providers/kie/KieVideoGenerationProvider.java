package dev.atelier.providers.kie;

import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.VideoOrder;
import dev.atelier.core.provider.spi.VideoGenerationProvider;
import dev.atelier.providers.http.GuardedHttp;
import java.time.Clock;
import java.time.Duration;

/** kie's models for films: Veo by routes of its own, the others by jobs. */
final class KieVideoGenerationProvider extends KieTaskProvider implements VideoGenerationProvider {
    KieVideoGenerationProvider(ProviderSettings settings, GuardedHttp http, Clock clock) {
        super(settings, http, clock, KieOwnRoute.VEO, Duration.ofSeconds(30));
    }

    @Override
    public Submission submit(VideoOrder order) {
        return submit(KieWish.of(order));
    }
}
