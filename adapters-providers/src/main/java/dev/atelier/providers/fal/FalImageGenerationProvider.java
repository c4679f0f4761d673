package dev.atelier.providers.fal;

import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.models.Wish;
import java.time.Clock;

/** Pictures from fal's queue. */
final class FalImageGenerationProvider extends FalTaskProvider implements ImageGenerationProvider {
    FalImageGenerationProvider(ProviderSettings settings, GuardedHttp http, Clock clock, FalWebhookKeys keys) {
        super(settings, http, clock, keys);
    }

    @Override
    public Submission submit(ImageOrder order) {
        return queue.submit(Wish.of(order), order.callbackUrl());
    }
}
