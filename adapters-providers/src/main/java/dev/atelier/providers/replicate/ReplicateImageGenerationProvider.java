package dev.atelier.providers.replicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.providers.http.Deadline;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.Loss;
import dev.atelier.providers.http.Options;
import dev.atelier.providers.models.ModelInput;
import dev.atelier.providers.models.ModelShape;
import dev.atelier.providers.models.Wish;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Replicate's predictions: one protocol for all of its models. */
final class ReplicateImageGenerationProvider implements ImageGenerationProvider {
    private static final int DEFAULT_TIMEOUT_SECONDS = 90;
    private static final int LONGEST_WAIT_SECONDS = 60;
    private static final int DEFAULT_WAIT_SECONDS = 10;

    /** What is left for the way there and back when the vendor has waited as long as it may. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final ProviderSettings settings;
    private final Options options;
    private final ReplicateApi api;
    private final ReplicateUploads uploads;
    private final ReplicateTasks tasks;
    private final ReplicateCallbacks callbacks;
    private final Duration callTimeout;
    private final int waitSeconds;

    ReplicateImageGenerationProvider(ProviderSettings settings, GuardedHttp http, Clock clock) {
        this.settings = settings;
        this.options = Options.of(settings);
        this.api = new ReplicateApi(settings, http, clock);
        this.uploads = new ReplicateUploads(api);
        this.tasks = new ReplicateTasks(api, new ReplicateCost(options));
        this.callbacks = new ReplicateCallbacks(settings.webhookSecret());
        this.callTimeout = options.callTimeout(DEFAULT_TIMEOUT_SECONDS);
        this.waitSeconds = options.number("waitSeconds", 0, LONGEST_WAIT_SECONDS, DEFAULT_WAIT_SECONDS);
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
    public Submission submit(ImageOrder order) {
        Deadline deadline = Deadline.in(callTimeout);
        ReplicateModel model = ReplicateModel.of(order.model().value(), id());
        Wish wish = Wish.of(order);
        ModelInput inputs = new ModelInput(id());
        ModelShape shape = ReplicateProviderFactory.BOOK.shape(wish.model(), options);
        inputs.check(wish, shape);
        ObjectNode body = Json.object();
        if (model.version() != null) {
            body.put("version", model.version());
        }
        if (order.callbackUrl() != null) {
            body.put("webhook", order.callbackUrl().toString());
            body.putArray("webhook_events_filter").add("completed");
        }
        body.set("input", inputs.write(wish, shape, uploads.addresses(order.images(), deadline)));
        Duration left = deadline.left();
        long wait = Math.max(0, Math.min(waitSeconds, left.minus(MARGIN).toSeconds()));
        return submission(
                api.accepted(api.create(model.route(), body, wait, left), Loss.PAID_TASK, confidential(order)));
    }

    private Submission submission(JsonNode prediction) {
        String id = ReplicateTasks.id(prediction);
        if (id.isEmpty()) {
            throw new ProviderFailure(
                    id(), FailureKind.OUTCOME_UNKNOWN, id() + ": the order was accepted without a prediction's id");
        }
        VendorTaskId task = new VendorTaskId(id);
        // What has failed already is told by the poll, which knows how to say why and what it cost.
        return tasks.progress(prediction)
                .fold(
                        running -> new Submission.Accepted(task, running.pollAfter()),
                        done -> new Submission.Completed(done.files(), done.cost()),
                        failed -> new Submission.Accepted(task, Duration.ZERO));
    }

    @Override
    public TaskProgress poll(VendorTaskId task) {
        return tasks.read(task, api.get("v1/predictions/" + task, callTimeout));
    }

    @Override
    public CallbackSignal readCallback(RawCallback callback) {
        return callbacks.read(callback);
    }

    private static List<String> confidential(ImageOrder order) {
        List<String> texts = new ArrayList<>();
        texts.add(order.prompt());
        if (order.callbackUrl() != null) {
            texts.add(order.callbackUrl().toString());
        }
        return texts;
    }
}
