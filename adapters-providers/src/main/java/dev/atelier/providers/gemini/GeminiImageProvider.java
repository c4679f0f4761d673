package dev.atelier.providers.gemini;

import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import java.time.Duration;

/** Google as a maker of pictures, by whichever route the model is used. */
final class GeminiImageProvider implements ImageGenerationProvider {
    /** A large picture with long thoughts before it takes minutes. */
    static final int DEFAULT_TIMEOUT_SECONDS = 240;

    private final GoogleApi api;
    private final NativePictures pictures;
    private final ImagenPictures imagen;
    private final Interactions interactions;

    GeminiImageProvider(GoogleApi api, GoogleCallbacks callbacks) {
        this.api = api;
        this.pictures = new NativePictures(api);
        this.imagen = new ImagenPictures(api);
        this.interactions = new Interactions(api, callbacks);
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
        if (order.mask() != null) {
            throw api.failure(FailureKind.INVALID_ORDER, "these models take no mask");
        }
        return switch (api.route(order.model())) {
            case GENERATE -> pictures.submit(order);
            case PREDICT -> imagen.submit(order);
            case INTERACTIONS -> interactions.submit(order);
            case LONG_RUNNING -> throw api.failure(FailureKind.INVALID_ORDER, "this model makes no pictures");
        };
    }

    /** Only an interaction is not answered at once. */
    @Override
    public TaskProgress poll(VendorTaskId id) {
        return interactions.poll(GoogleTask.read(id));
    }
}
