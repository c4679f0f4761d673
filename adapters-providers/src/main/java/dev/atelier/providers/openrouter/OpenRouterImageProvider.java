package dev.atelier.providers.openrouter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.providers.dialect.ImagesAnswer;
import dev.atelier.providers.dialect.OpenAiServer;
import dev.atelier.providers.dialect.PictureParts;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.Loss;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * OpenRouter as a painter: by its images route, or, where the row says so, by chat completions of models that write and paint. One
 * order never tries both, since the first may have been paid for.
 */
final class OpenRouterImageProvider implements ImageGenerationProvider {
    private static final int DEFAULT_TIMEOUT_SECONDS = 300;
    private static final int MAX_FILES = 16;
    private static final Set<String> RESOLUTIONS = Set.of("512", "0.5K", "1K", "2K", "4K");

    private final OpenAiServer server;
    private final OpenRouterManners manners;

    OpenRouterImageProvider(OpenAiServer server, OpenRouterManners manners) {
        this.server = server;
        this.manners = manners;
    }

    @Override
    public ProviderId id() {
        return server.id();
    }

    @Override
    public String displayName() {
        return server.displayName();
    }

    @Override
    public Duration callTimeout() {
        return server.options().callTimeout(DEFAULT_TIMEOUT_SECONDS);
    }

    @Override
    public Submission submit(ImageOrder order) {
        boolean chat = server.options().text("imageRoute", "images").equals("chat");
        JsonNode answer = chat ? send("chat/completions", chat(order)) : send("images", images(order));
        return new Submission.Completed(
                chat ? painted(answer) : ImagesAnswer.files(id(), answer),
                manners.pictureCost(order.model().value(), answer.path("usage")));
    }

    private JsonNode send(String route, ObjectNode body) {
        return server.send(
                server.post(route, body, Loss.PAID_TASK, callTimeout()).withRoom());
    }

    private ObjectNode images(ImageOrder order) {
        ObjectNode body = Json.object()
                .put("model", order.model().value())
                .put("prompt", order.prompt())
                .put("n", 1);
        if (order.aspectRatio() != null) {
            body.put("aspect_ratio", order.aspectRatio());
        }
        String quality = order.quality();
        if (quality != null) {
            body.put(RESOLUTIONS.contains(quality) ? "resolution" : "quality", quality);
        }
        if (order.seed() != null) {
            body.put("seed", order.seed());
        }
        String format = server.options().text("outputFormat", "");
        if (Set.of("png", "jpeg", "webp").contains(format)) {
            body.put("output_format", format);
        }
        if (!order.images().isEmpty()) {
            ArrayNode references = body.putArray("input_references");
            order.images().forEach(picture -> references.add(PictureParts.part(id(), picture, true)));
        }
        return body;
    }

    private ObjectNode chat(ImageOrder order) {
        ObjectNode body = Json.object().put("model", order.model().value());
        ArrayNode parts =
                body.putArray("messages").addObject().put("role", "user").putArray("content");
        parts.addObject().put("type", "text").put("text", order.prompt());
        order.images().forEach(picture -> parts.add(PictureParts.part(id(), picture, true)));
        body.putArray("modalities").add("image").add("text");
        ObjectNode config = Json.object();
        if (order.aspectRatio() != null) {
            config.put("aspect_ratio", order.aspectRatio());
        }
        if (order.quality() != null) {
            config.put("image_size", order.quality());
        }
        if (!config.isEmpty()) {
            body.set("image_config", config);
        }
        if (order.seed() != null) {
            body.put("seed", order.seed());
        }
        return body;
    }

    private List<ProducedFile> painted(JsonNode answer) {
        JsonNode choice = answer.path("choices").path(0);
        if (!choice.isObject()) {
            throw server.failure(FailureKind.OUTCOME_UNKNOWN, "the answer holds no choice");
        }
        List<ProducedFile> files = new ArrayList<>();
        for (JsonNode image : choice.path("message").path("images")) {
            if (files.size() < MAX_FILES) {
                ImagesAnswer.file(image.path("image_url").path("url").asText(""))
                        .ifPresent(files::add);
            }
        }
        if (files.isEmpty()) {
            String end = Json.word(choice.path("finish_reason"));
            boolean refused = end.equals("content_filter")
                    || choice.path("message").path("refusal").isTextual();
            throw server.failure(
                    refused ? FailureKind.CONTENT_REFUSED : FailureKind.VENDOR_FAILED,
                    "the answer holds no picture, finish reason " + (end.isEmpty() ? "unknown" : end));
        }
        return files;
    }
}
