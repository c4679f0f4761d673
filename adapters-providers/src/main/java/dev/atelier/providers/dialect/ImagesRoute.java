package dev.atelier.providers.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.Submission;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.JsonCall;
import dev.atelier.providers.http.Loss;
import java.time.Duration;

/** The routes {@code images/generations} and {@code images/edits}, which answer with the pictures at once. */
public final class ImagesRoute {
    private static final int DEFAULT_TIMEOUT_SECONDS = 300;

    private final OpenAiServer server;

    public ImagesRoute(OpenAiServer server) {
        this.server = server;
    }

    public Duration callTimeout() {
        return server.options().callTimeout(DEFAULT_TIMEOUT_SECONDS);
    }

    /**
     * Sends the order: as JSON, or with its pictures as a form.
     *
     * @param more fields beside model, prompt and number
     */
    public Submission submit(ImageOrder order, ObjectNode more) {
        ObjectNode fields = Json.object()
                .put("model", order.model().value())
                .put("prompt", order.prompt())
                .put("n", 1);
        fields.setAll(more);
        JsonCall call = order.images().isEmpty()
                ? server.post("images/generations", fields, Loss.PAID_TASK, callTimeout())
                : server.post(
                        "images/edits",
                        PictureForm.of(server.id(), fields, order.images(), order.mask()),
                        Loss.PAID_TASK,
                        callTimeout());
        JsonNode answer = server.send(call.withRoom());
        return new Submission.Completed(
                ImagesAnswer.files(server.id(), answer),
                server.manners().pictureCost(order.model().value(), answer.path("usage")));
    }
}
