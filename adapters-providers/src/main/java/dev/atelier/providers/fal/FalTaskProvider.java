package dev.atelier.providers.fal;

import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.provider.spi.TaskProvider;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.Options;
import java.time.Clock;
import java.time.Duration;

/** What the makers of pictures and of films share: all but the order. */
abstract class FalTaskProvider implements TaskProvider {
    private static final int DEFAULT_TIMEOUT_SECONDS = 60;

    final FalQueue queue;
    private final ProviderSettings settings;
    private final FalCallbacks callbacks;
    private final Duration callTimeout;

    FalTaskProvider(ProviderSettings settings, GuardedHttp http, Clock clock, FalWebhookKeys keys) {
        Options options = Options.of(settings);
        this.settings = settings;
        this.callTimeout = options.callTimeout(DEFAULT_TIMEOUT_SECONDS);
        this.callbacks = new FalCallbacks(keys, options.text("userId", ""));
        this.queue = new FalQueue(
                new FalApi(settings, http, clock),
                keys,
                options,
                callTimeout,
                settings.model().value());
    }

    @Override
    public ProviderId id() {
        return settings.id();
    }

    @Override
    public String displayName() {
        return settings.displayName();
    }

    @Override
    public Duration callTimeout() {
        return callTimeout;
    }

    @Override
    public boolean callsBack() {
        return true;
    }

    @Override
    public TaskProgress poll(VendorTaskId task) {
        return queue.poll(task);
    }

    @Override
    public CallbackSignal readCallback(RawCallback callback) {
        return callbacks.read(callback);
    }
}
