package dev.atelier.providers.geminigen;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.provider.spi.TaskProvider;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.Loss;
import dev.atelier.providers.http.Options;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import okhttp3.MultipartBody;

/**
 * What pictures and films of Geminigen have in common. It is polled: its webhook has one address for the whole account, which no order
 * can change, so it says nothing of {@link #callsBack()}.
 */
abstract class GeminigenTaskProvider implements TaskProvider {
    private static final int DEFAULT_TIMEOUT_SECONDS = 90;
    private static final Duration NEXT_LOOK = Duration.ofSeconds(10);

    private final ProviderSettings settings;
    private final GeminigenApi api;
    private final GeminigenWebhook webhook;
    private final Options options;

    GeminigenTaskProvider(ProviderSettings settings, GuardedHttp http, Clock clock) {
        this.settings = settings;
        this.api = new GeminigenApi(settings, http, clock);
        this.webhook = new GeminigenWebhook(settings.webhookSecret());
        this.options = Options.of(settings);
    }

    @Override
    public final ProviderId id() {
        return settings.id();
    }

    @Override
    public final String displayName() {
        return settings.displayName();
    }

    @Override
    public final Duration callTimeout() {
        return options.callTimeout(DEFAULT_TIMEOUT_SECONDS);
    }

    final Options options() {
        return options;
    }

    final Submission submit(String route, MultipartBody form) {
        JsonNode job = GeminigenJob.of(api.submit(route, form, callTimeout()));
        VendorTaskId task = GeminigenJob.id(job)
                .orElseThrow(() -> new ProviderFailure(
                        id(), FailureKind.OUTCOME_UNKNOWN, id() + ": the order was accepted without a task id"));
        return new Submission.Accepted(task, NEXT_LOOK);
    }

    @Override
    public final TaskProgress poll(VendorTaskId task) {
        JsonAnswer answer = api.get("history/" + task, Map.of(), callTimeout());
        if (answer.status() == 404) {
            return new TaskProgress.Running(NEXT_LOOK);
        }
        JsonNode job = GeminigenJob.of(api.good(answer, Loss.ANSWER_ONLY));
        if (!GeminigenJob.id(job).equals(java.util.Optional.of(task))) {
            throw new ProviderFailure(
                    id(), FailureKind.UNAVAILABLE, id() + ": the answer is not about the task that was asked for");
        }
        return GeminigenJob.progress(job).orElseGet(() -> new TaskProgress.Running(NEXT_LOOK));
    }

    @Override
    public final CallbackSignal readCallback(RawCallback callback) {
        return webhook.read(callback);
    }

    /** The model as the vendor spells it: the catalogue's ids carry our prefix, since others sell the same names. */
    static String wireName(String model) {
        return model.startsWith(GeminigenPresets.PREFIX) ? model.substring(GeminigenPresets.PREFIX.length()) : model;
    }
}
