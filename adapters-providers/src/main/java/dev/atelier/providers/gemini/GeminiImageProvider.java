package dev.atelier.providers.gemini;

import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import java.time.Duration;

/** Google as a maker of pictures, by whichever route the model is used. */
final class GeminiImageProvider implements ImageGenerationProvider {
    /** A large picture with long thoughts before it takes minutes. */
    static final int DEFAULT_TIMEOUT_SECONDS = 240;

    private final GoogleApi api;
    private final NativePictures pictures;

    GeminiImageProvider(GoogleApi api) {
        this.api = api;
        this.pictures = new NativePictures(api);
    }

    @Override
    public ProviderId id() {
        return api.id();
    }

    @Override
    public String displayName() {
        return api.displayName();
    }

    @Override
    public Duration callTimeout() {
        return api.callTimeout();
    }

    @Override
    public Submission submit(ImageOrder order) {
        return switch (api.route(order.model())) {
            case GENERATE -> pictures.submit(order);
            case PREDICT, LONG_RUNNING, INTERACTIONS ->
                throw api.failure(FailureKind.INVALID_ORDER, "this model makes no pictures");
        };
    }
}
