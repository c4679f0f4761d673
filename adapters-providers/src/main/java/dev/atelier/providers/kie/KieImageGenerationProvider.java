package dev.atelier.providers.kie;

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
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** kie's jobs: one route for all of its image models. */
final class KieImageGenerationProvider implements ImageGenerationProvider {
    private static final int DEFAULT_TIMEOUT_SECONDS = 90;

    private final ProviderSettings settings;
    private final KieApi api;
    private final KieInput inputs;
    private final KieUploads uploads;
    private final KieTasks tasks;
    private final KieCallbacks callbacks;
    private final Duration callTimeout;

    KieImageGenerationProvider(ProviderSettings settings, GuardedHttp http, Clock clock) {
        this.settings = settings;
        this.api = new KieApi(settings, http, clock);
        Options options = Options.of(settings);
        this.inputs = new KieInput(settings.id(), options);
        this.uploads = new KieUploads(api);
        this.tasks = new KieTasks(api, clock);
        this.callbacks = new KieCallbacks(settings.webhookSecret());
        this.callTimeout = options.callTimeout(DEFAULT_TIMEOUT_SECONDS);
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
        KieShape shape = inputs.shapeFor(order);
        List<String> urls = uploads.addresses(order.images(), deadline);
        ObjectNode body = Json.object().put("model", order.model().value());
        if (order.callbackUrl() != null) {
            body.put("callBackUrl", order.callbackUrl().toString());
        }
        body.set("input", inputs.input(order, shape, urls));
        List<String> confidential = confidential(order);
        JsonNode data = api.accepted(
                api.post("api/v1/jobs/createTask", body, Loss.PAID_TASK, deadline.left()),
                Loss.PAID_TASK,
                confidential);
        String task = data.path("taskId").asText("");
        if (task.isBlank() || task.length() > 400) {
            throw new ProviderFailure(
                    id(), FailureKind.OUTCOME_UNKNOWN, id() + ": the order was accepted without a task id");
        }
        return new Submission.Accepted(new VendorTaskId(task), KieTasks.FIRST_LOOK);
    }

    @Override
    public TaskProgress poll(VendorTaskId task) {
        return tasks.read(task, api.get("api/v1/jobs/recordInfo", task.value(), callTimeout));
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
