package dev.atelier.providers.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.Submission;
import dev.atelier.providers.http.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Pictures by {@code predict}, the protocol of Imagen. Google itself serves none of these models since 2026-08-17; gateways and servers of
 * one's own do.
 */
final class ImagenPictures {
    private final GoogleApi api;

    ImagenPictures(GoogleApi api) {
        this.api = api;
    }

    Submission submit(ImageOrder order) {
        if (!order.images().isEmpty()) {
            throw api.failure(FailureKind.INVALID_ORDER, "this model works from words alone");
        }
        String model = order.model().value();
        JsonNode answer = api.order("models/" + model + ":predict", body(order));
        JsonNode predictions = answer.path("predictions");
        // When the filter leaves nothing, the answer is an empty object.
        if (!predictions.isArray() && !answer.isEmpty()) {
            throw api.failure(FailureKind.OUTCOME_UNKNOWN, "the answer holds no predictions");
        }
        List<ProducedFile> files = new ArrayList<>();
        boolean filtered = predictions.isEmpty();
        for (JsonNode prediction : predictions) {
            filtered |= prediction.hasNonNull("raiFilteredReason");
            GoogleApi.inline(prediction.path("bytesBase64Encoded")).ifPresent(files::add);
        }
        if (files.isEmpty()) {
            throw api.failure(
                    filtered ? FailureKind.CONTENT_REFUSED : FailureKind.RESULT_UNUSABLE,
                    filtered ? "every picture was filtered" : "the answer holds no picture");
        }
        return new Submission.Completed(files, GeminiCost.ofPictures(model, files.size(), api.options()));
    }

    private ObjectNode body(ImageOrder order) {
        ObjectNode body = Json.object();
        body.putArray("instances").addObject().put("prompt", order.prompt());
        ObjectNode parameters =
                body.putObject("parameters").put("sampleCount", 1).put("includeRaiReason", true);
        if (order.aspectRatio() != null) {
            parameters.put("aspectRatio", order.aspectRatio());
        }
        if (order.quality() != null) {
            parameters.put("sampleImageSize", order.quality());
        }
        String people = api.options().text("personGeneration", "");
        if (!people.isEmpty()) {
            parameters.put("personGeneration", people);
        }
        return body;
    }
}
