package dev.atelier.providers.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VideoOrder;
import dev.atelier.providers.http.Deadline;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.JsonAnswer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Films and pictures by {@code interactions}: started in the background, then looked at by id. Its JSON is in snake_case both ways, and
 * the start is answered with the same object as a look.
 */
final class Interactions {
    private static final Duration FIRST_LOOK = Duration.ofSeconds(15);
    private static final Duration NEXT_LOOK = Duration.ofSeconds(10);
    private static final String ROUTE = "interactions";

    private final GoogleApi api;
    private final GoogleCallbacks callbacks;

    Interactions(GoogleApi api, GoogleCallbacks callbacks) {
        this.api = api;
        this.callbacks = callbacks;
    }

    Submission submit(VideoOrder order) {
        Deadline deadline = api.deadline();
        ObjectNode body = body(order.model().value(), order.prompt(), order.images());
        // Without this the call would last as long as the work.
        body.put("background", true);
        ObjectNode format = body.putObject("response_format").put("type", "video");
        format.put("delivery", "uri");
        put(format, "aspect_ratio", order.aspectRatio());
        put(format, "resolution", order.quality());
        // Google's way of writing a time; a number is refused.
        put(format, "duration", order.seconds() == null ? null : order.seconds() + "s");
        if (order.seed() != null) {
            body.putObject("generation_config").put("seed", order.seed());
        }
        callbacks
                .address(order.callbackUrl())
                .ifPresent(
                        url -> body.putObject("webhook_config").putArray("uris").add(url));
        String resolution = order.quality() == null ? "" : order.quality();
        return submit(body, order.seconds(), resolution, deadline);
    }

    Submission submit(ImageOrder order) {
        Deadline deadline = api.deadline();
        ObjectNode body = body(order.model().value(), order.prompt(), order.images());
        ObjectNode format = body.putObject("response_format").put("type", "image");
        format.put("delivery", "inline");
        put(format, "aspect_ratio", order.aspectRatio());
        put(format, "image_size", order.quality());
        return submit(body, null, "", deadline);
    }

    private ObjectNode body(String model, String prompt, List<PictureInput> images) {
        GeminiPictureParts.fit(api.id(), images);
        ObjectNode body = Json.object().put("model", model);
        ArrayNode input = body.putArray("input");
        images.forEach(picture -> input.add(GeminiPictureParts.content(api.id(), picture)));
        input.addObject().put("type", "text").put("text", prompt);
        return body;
    }

    private static void put(ObjectNode into, String name, @Nullable String value) {
        if (value != null) {
            into.put(name, value);
        }
    }

    private Submission submit(ObjectNode body, @Nullable Integer seconds, String resolution, Deadline deadline) {
        JsonNode answer = api.order(ROUTE, body, deadline);
        String id = answer.path("id").asText("");
        String name = api.task(id.isBlank() ? "" : GoogleTask.interaction(id)).value();
        GoogleTask task = new GoogleTask(name, seconds, resolution);
        return new InteractionState(api, task)
                .read(answer, FIRST_LOOK)
                .fold(
                        running -> new Submission.Accepted(task.id(), running.pollAfter()),
                        done -> new Submission.Completed(done.files(), done.cost()),
                        failed -> {
                            throw api.failure(failed.kind(), failed.message());
                        });
    }

    TaskProgress poll(GoogleTask task) {
        JsonAnswer answer = api.look(task.name());
        if (!answer.ok()) {
            var refusal = api.refusal(answer);
            // An unknown id is a bad request, and so is, at times, one that is doing well.
            if (answer.status() == 404 || (answer.status() == 400 && refusal.kind() == FailureKind.INVALID_ORDER)) {
                return new TaskProgress.Running(NEXT_LOOK);
            }
            throw refusal;
        }
        if (!answer.json().path("id").asText("").equals(task.interactionId())) {
            throw api.failure(FailureKind.UNAVAILABLE, "the answer is not about the interaction that was asked for");
        }
        return new InteractionState(api, task).read(answer.json(), NEXT_LOOK);
    }
}
