package dev.atelier.providers.fal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.providers.http.Deadline;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.Loss;
import dev.atelier.providers.http.Options;
import dev.atelier.providers.models.ModelInput;
import dev.atelier.providers.models.ModelShape;
import dev.atelier.providers.models.Wish;
import dev.atelier.providers.text.InlinePicture;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** fal's queue, which is one protocol for pictures and films: submit, status, result. */
final class FalQueue {
    private static final Duration NEXT_LOOK = Duration.ofSeconds(3);

    private final FalApi api;
    private final FalWebhookKeys keys;
    private final Options options;
    private final Duration callTimeout;
    private final List<String> apps;

    /** @param model the row's own, whose app is asked first when only a request's id is known */
    FalQueue(FalApi api, FalWebhookKeys keys, Options options, Duration callTimeout, String model) {
        this.api = api;
        this.keys = keys;
        this.options = options;
        this.callTimeout = callTimeout;
        List<String> places = new ArrayList<>(List.of(FalTask.app(model)));
        FalProviderFactory.BOOK.all().stream()
                .map(shape -> FalTask.app(shape.id()))
                .filter(app -> !places.contains(app))
                .distinct()
                .forEach(places::add);
        this.apps = places;
    }

    Submission submit(Wish wish, @Nullable URI callback) {
        Deadline deadline = Deadline.in(callTimeout);
        if (!FalTask.isModel(wish.model())) {
            throw api.failure(FailureKind.INVALID_ORDER, "a model is named like fal-ai/flux/dev");
        }
        ModelInput inputs = new ModelInput(api.id());
        ModelShape shape = FalProviderFactory.BOOK.shape(wish.model(), options);
        inputs.check(wish, shape);
        ObjectNode input = inputs.write(wish, shape, addresses(api.id(), wish.images()));
        if (callback != null) {
            keys.refresh(api, deadline.left().dividedBy(4));
        }
        JsonNode queued = api.accepted(api.submit(wish.model(), callback, input, deadline.left()), Loss.PAID_TASK);
        String id = queued.path("request_id").asText("");
        if (!FalTask.isId(id)) {
            throw api.failure(FailureKind.OUTCOME_UNKNOWN, "the order was accepted without a request's id");
        }
        FalTask task = FalTask.of(id, wish.model(), queued.path("status_url").asText(""));
        return new Submission.Accepted(task.kept(), NEXT_LOOK);
    }

    private static List<String> addresses(ProviderId provider, List<PictureInput> pictures) {
        List<String> addresses = new ArrayList<>();
        for (PictureInput picture : pictures) {
            addresses.add(picture.url()
                    .map(Object::toString)
                    .orElseGet(() -> "data:" + picture.contentType() + ";base64,"
                            + Base64.getEncoder().encodeToString(InlinePicture.bytes(provider, picture))));
        }
        return addresses;
    }

    TaskProgress poll(VendorTaskId id) {
        Deadline deadline = Deadline.in(callTimeout);
        FalTask task = FalTask.of(id);
        if (!FalTask.isId(task.id())) {
            throw api.failure(FailureKind.UNAVAILABLE, "this is no name of a request");
        }
        TaskProgress progress = task.app().isEmpty() ? search(task, deadline) : look(task, deadline);
        if (keys.wanted()) {
            keys.refresh(api, deadline.left());
        }
        return progress;
    }

    /** Finds the app of a request that a callback has named and whose submit was never answered: free, and rare. */
    private TaskProgress search(FalTask task, Deadline deadline) {
        for (String app : apps) {
            FalTask there = task.at(app);
            JsonAnswer status = api.read(there.route() + "/status", deadline.left());
            if (status.ok() && status.json().has("status")) {
                return read(there, status, deadline);
            }
            if (status.status() < 404 || status.status() > 422) {
                api.accepted(status, Loss.ANSWER_ONLY);
            }
        }
        return new TaskProgress.Running(NEXT_LOOK);
    }

    private TaskProgress look(FalTask task, Deadline deadline) {
        JsonAnswer status = api.read(task.route() + "/status", deadline.left());
        return status.status() == 404 ? new TaskProgress.Running(NEXT_LOOK) : read(task, status, deadline);
    }

    private TaskProgress read(FalTask task, JsonAnswer answer, Deadline deadline) {
        JsonNode status = api.accepted(answer, Loss.ANSWER_ONLY);
        String word = Json.word(status.path("status"));
        if (word.isEmpty() || !status.path("request_id").asText(task.id()).equals(task.id())) {
            throw api.failure(FailureKind.UNAVAILABLE, "the answer is not about the request that was asked for");
        }
        return switch (word) {
            // It ended, well or not: only the result tells which.
            case "completed", "failed", "error", "cancelled", "canceled" ->
                FalResult.of(api, task, status, api.read(task.route(), deadline.left()), NEXT_LOOK);
            default -> new TaskProgress.Running(NEXT_LOOK);
        };
    }
}
