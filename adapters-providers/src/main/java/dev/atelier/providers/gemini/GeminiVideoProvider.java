package dev.atelier.providers.gemini;

import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.provider.VideoOrder;
import dev.atelier.core.provider.spi.VideoGenerationProvider;
import java.time.Duration;

/** Google as a maker of films, by whichever route the model is used. */
final class GeminiVideoProvider implements VideoGenerationProvider {
    static final int DEFAULT_TIMEOUT_SECONDS = 90;

    private final GoogleApi api;
    private final GoogleCallbacks callbacks;
    private final VeoOperations veo;
    private final Interactions interactions;

    GeminiVideoProvider(GoogleApi api, GoogleCallbacks callbacks) {
        this.api = api;
        this.callbacks = callbacks;
        this.veo = new VeoOperations(api, callbacks);
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
    public Submission submit(VideoOrder order) {
        GeminiPictureParts.fit(api.id(), order.images());
        return switch (api.route(order.model())) {
            case LONG_RUNNING -> veo.submit(order);
            case INTERACTIONS -> interactions.submit(order);
            case GENERATE, PREDICT -> throw api.failure(FailureKind.INVALID_ORDER, "this model makes no films");
        };
    }

    @Override
    public TaskProgress poll(VendorTaskId id) {
        GoogleTask task = GoogleTask.read(id);
        return task.isInteraction() ? interactions.poll(task) : veo.poll(task);
    }

    @Override
    public boolean callsBack() {
        return callbacks.areWanted();
    }

    @Override
    public CallbackSignal readCallback(RawCallback callback) {
        return callbacks.read(callback);
    }
}
