package dev.atelier.providers.kie;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import dev.atelier.providers.http.Deadline;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.Loss;
import dev.atelier.providers.http.Options;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** kie's jobs: one route for nearly all of its models, whether they make pictures or films. */
abstract class KieTaskProvider implements TaskProvider {
    private static final int DEFAULT_TIMEOUT_SECONDS = 90;

    private final ProviderSettings settings;
    private final KieApi api;
    private final KieInput inputs;
    private final KieUploads uploads;
    private final KieTasks tasks;
    private final KieOwnTasks ownTasks;
    private final KieOwnRoute own;
    private final Duration firstLook;
    private final KieCallbacks callbacks;
    private final Duration callTimeout;

    /**
     * @param own the routes of those models that are no jobs
     * @param firstLook no task is done sooner
     */
    KieTaskProvider(ProviderSettings settings, GuardedHttp http, Clock clock, KieOwnRoute own, Duration firstLook) {
        this.own = own;
        this.firstLook = firstLook;
        this.settings = settings;
        this.api = new KieApi(settings, http, clock);
        Options options = Options.of(settings);
        this.inputs = new KieInput(settings.id(), options);
        this.uploads = new KieUploads(api);
        this.tasks = new KieTasks(api, clock);
        this.ownTasks = new KieOwnTasks(api);
        this.callbacks = new KieCallbacks(settings.webhookSecret());
        this.callTimeout = options.callTimeout(DEFAULT_TIMEOUT_SECONDS);
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
        return callTimeout;
    }

    @Override
    public final boolean callsBack() {
        return true;
    }

    final Submission submit(KieWish wish) {
        Deadline deadline = Deadline.in(callTimeout);
        KieShape shape = inputs.shapeFor(wish);
        List<String> urls = uploads.addresses(wish.images(), deadline);
        ObjectNode input = inputs.input(wish, shape, urls);
        ObjectNode body = Json.object().put("model", wish.model());
        if (wish.callbackUrl() != null) {
            body.put("callBackUrl", wish.callbackUrl().toString());
        }
        if (shape.hasOwnRoute()) {
            body.setAll(input);
            return new Submission.Accepted(own.marked(paid(own.submit(), body, wish, deadline)), firstLook);
        }
        body.set("input", input);
        return new Submission.Accepted(paid("api/v1/jobs/createTask", body, wish, deadline), firstLook);
    }

    /** The one paid request. */
    private VendorTaskId paid(String route, ObjectNode body, KieWish wish, Deadline deadline) {
        JsonNode data = api.accepted(
                api.post(route, body, Loss.PAID_TASK, deadline.left()), Loss.PAID_TASK, wish.confidential());
        String task = data.path("taskId").asText("");
        if (task.isBlank() || task.length() > 400) {
            throw new ProviderFailure(
                    id(), FailureKind.OUTCOME_UNKNOWN, id() + ": the order was accepted without a task id");
        }
        return new VendorTaskId(task);
    }

    @Override
    public final TaskProgress poll(VendorTaskId task) {
        if (own.owns(task)) {
            return ownTasks.read(own.id(task), api.get(own.record(), own.id(task), callTimeout));
        }
        return tasks.read(task, api.get("api/v1/jobs/recordInfo", task.value(), callTimeout));
    }

    @Override
    public final CallbackSignal readCallback(RawCallback callback) {
        return own.marked(callbacks.read(callback), callback);
    }
}
