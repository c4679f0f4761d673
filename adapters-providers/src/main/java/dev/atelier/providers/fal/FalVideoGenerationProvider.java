package dev.atelier.providers.fal;

import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.VideoOrder;
import dev.atelier.core.provider.spi.VideoGenerationProvider;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.models.Wish;
import java.time.Clock;

/** Films from fal's queue. */
final class FalVideoGenerationProvider extends FalTaskProvider implements VideoGenerationProvider {
    FalVideoGenerationProvider(ProviderSettings settings, GuardedHttp http, Clock clock, FalWebhookKeys keys) {
        super(settings, http, clock, keys);
    }

    @Override
    public Submission submit(VideoOrder order) {
        return queue.submit(Wish.of(order), order.callbackUrl());
    }
}
