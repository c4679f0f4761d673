package dev.atelier.providers.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.Submission;
import dev.atelier.providers.http.Json;
import java.util.ArrayList;
import java.util.List;

/** Pictures by {@code generateContent}, which answers with them at once; refusals come with HTTP 200 as well. */
final class NativePictures {
    private static final int MAX_IMAGES = 16;

    private final GoogleApi api;

    NativePictures(GoogleApi api) {
        this.api = api;
    }

    Submission submit(ImageOrder order) {
        String model = order.model().value();
        JsonNode answer = api.order("models/" + model + ":generateContent", body(order));
        JsonNode candidates = answer.path("candidates");
        JsonNode feedback = answer.path("promptFeedback");
        if (!candidates.isArray() && !feedback.isObject()) {
            throw api.failure(FailureKind.OUTCOME_UNKNOWN, "the answer holds neither a candidate nor a reason");
        }
        List<ProducedFile> files = files(candidates);
        if (files.isEmpty()) {
            String end = Json.word(candidates.path(0).path("finishReason"));
            String block = Json.word(feedback.path("blockReason"));
            throw api.failure(
                    why(end, block, candidates),
                    "the answer holds no picture, finish reason " + (end.isEmpty() ? "unknown" : end)
                            + (block.isEmpty() ? "" : ", prompt blocked for " + block));
        }
        return new Submission.Completed(files, GeminiCost.ofTokens(model, answer.path("usageMetadata")));
    }

    private ObjectNode body(ImageOrder order) {
        GeminiPictureParts.fit(api.id(), order.images());
        ObjectNode body = Json.object();
        ArrayNode parts =
                body.putArray("contents").addObject().put("role", "user").putArray("parts");
        order.images().forEach(picture -> parts.add(GeminiPictureParts.part(api.id(), picture)));
        parts.addObject().put("text", order.prompt());
        ObjectNode config = body.putObject("generationConfig");
        // With words allowed too, a refusal is told in words instead of by silence.
        config.putArray("responseModalities").add("TEXT").add("IMAGE");
        ObjectNode picture = Json.object();
        if (order.aspectRatio() != null) {
            picture.put("aspectRatio", order.aspectRatio());
        }
        if (order.quality() != null) {
            picture.put("imageSize", order.quality());
        }
        option("personGeneration", picture);
        if (!picture.isEmpty()) {
            config.set("imageConfig", picture);
        }
        ObjectNode thinking = Json.object();
        option("thinkingLevel", thinking);
        if (!thinking.isEmpty()) {
            config.set("thinkingConfig", thinking);
        }
        return body;
    }

    private void option(String name, ObjectNode into) {
        String value = api.options().text(name, "");
        if (!value.isEmpty()) {
            into.put(name, value);
        }
    }

    private List<ProducedFile> files(JsonNode candidates) {
        List<ProducedFile> files = new ArrayList<>();
        for (JsonNode candidate : candidates) {
            for (JsonNode part : candidate.path("content").path("parts")) {
                // Drafts come as thoughts, and are none of the answer.
                if (!part.path("thought").asBoolean(false) && files.size() < MAX_IMAGES) {
                    GoogleApi.inline(part.path("inlineData").path("data")).ifPresent(files::add);
                    api.file(part.path("fileData").path("fileUri").asText("")).ifPresent(files::add);
                }
            }
        }
        return files;
    }

    private static FailureKind why(String end, String block, JsonNode candidates) {
        if (!block.isEmpty() || GeminiAnswer.refused(end)) {
            return FailureKind.CONTENT_REFUSED;
        }
        return switch (end) {
            // A model that stops after words, or after nothing, has refused without giving it a name.
            case "stop", "other", "language", "image_other" -> FailureKind.CONTENT_REFUSED;
            case "no_image" -> FailureKind.RESULT_UNUSABLE;
            case "" -> candidates.isEmpty() ? FailureKind.RESULT_UNUSABLE : FailureKind.VENDOR_FAILED;
            default -> FailureKind.VENDOR_FAILED;
        };
    }
}
