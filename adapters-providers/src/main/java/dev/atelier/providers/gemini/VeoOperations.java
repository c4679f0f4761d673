package dev.atelier.providers.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.provider.VideoOrder;
import dev.atelier.providers.http.Deadline;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.JsonAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Films by {@code predictLongRunning}, the protocol of Veo: an operation is started and looked at until it is done. */
final class VeoOperations {
    private static final Duration FIRST_LOOK = Duration.ofSeconds(20);
    private static final Duration NEXT_LOOK = Duration.ofSeconds(10);
    private static final Pattern SUPPORT = Pattern.compile("(?i)support codes?:? ?(\\d{3,12})");

    private final GoogleApi api;
    private final GoogleCallbacks callbacks;

    VeoOperations(GoogleApi api, GoogleCallbacks callbacks) {
        this.api = api;
        this.callbacks = callbacks;
    }

    Submission submit(VideoOrder order) {
        if (order.images().size() > 2) {
            throw api.failure(FailureKind.INVALID_ORDER, "a film takes a first and a last picture and no more");
        }
        Deadline deadline = api.deadline();
        String model = order.model().value();
        Integer seconds = order.seconds() == null ? GeminiCost.seconds(model) : order.seconds();
        ObjectNode body = Json.object();
        ObjectNode instance = body.putArray("instances").addObject().put("prompt", order.prompt());
        List<PictureInput> images = order.images();
        if (!images.isEmpty()) {
            instance.set("image", GeminiPictureParts.frame(api.id(), images.get(0)));
        }
        if (images.size() == 2) {
            instance.set("lastFrame", GeminiPictureParts.frame(api.id(), images.get(1)));
        }
        ObjectNode parameters = parameters(order);
        if (seconds != null) {
            parameters.put("durationSeconds", seconds);
        }
        if (!parameters.isEmpty()) {
            body.set("parameters", parameters);
        }
        callbacks
                .address(order.callbackUrl())
                .ifPresent(
                        url -> body.putObject("webhookConfig").putArray("uris").add(url));
        JsonNode operation = api.order("models/" + model + ":predictLongRunning", body, deadline);
        String name = api.task(operation.path("name").asText("")).value();
        String resolution = order.quality() == null ? "" : order.quality();
        return new Submission.Accepted(new GoogleTask(name, seconds, resolution).id(), FIRST_LOOK);
    }

    private ObjectNode parameters(VideoOrder order) {
        ObjectNode parameters = Json.object();
        if (order.aspectRatio() != null) {
            parameters.put("aspectRatio", order.aspectRatio());
        }
        if (order.quality() != null) {
            parameters.put("resolution", order.quality());
        }
        for (String name : List.of("personGeneration", "negativePrompt")) {
            String value = api.options().text(name, "");
            if (!value.isEmpty()) {
                parameters.put(name, value);
            }
        }
        return parameters;
    }

    TaskProgress poll(GoogleTask task) {
        JsonAnswer answer = api.look(task.name());
        if (answer.status() == 404) {
            return new TaskProgress.Running(NEXT_LOOK);
        }
        JsonNode operation = answer.json();
        // An operation that failed has an error of its own, with HTTP 200 and its name.
        if (!answer.ok()) {
            throw api.refusal(answer);
        }
        if (!operation.path("name").asText("").equals(task.name())) {
            throw api.failure(FailureKind.UNAVAILABLE, "the answer is not about the operation that was asked for");
        }
        // While it runs, the word is missing rather than false.
        if (!operation.path("done").asBoolean(false)) {
            return new TaskProgress.Running(NEXT_LOOK);
        }
        return operation.path("error").isObject() ? failed(operation.path("error")) : done(task, operation);
    }

    private TaskProgress done(GoogleTask task, JsonNode operation) {
        JsonNode response = operation.path("response").path("generateVideoResponse");
        List<ProducedFile> files = new ArrayList<>();
        for (JsonNode sample : response.path("generatedSamples")) {
            JsonNode video = sample.path("video");
            api.file(video.path("uri").asText("")).ifPresent(files::add);
            GoogleApi.inline(video.path("encodedVideo")).ifPresent(files::add);
        }
        if (!files.isEmpty()) {
            return new TaskProgress.Succeeded(
                    files, GeminiCost.ofFilm(task.model(), task.seconds(), task.resolution(), api.options()), null);
        }
        JsonNode reasons = response.path("raiMediaFilteredReasons");
        if (response.path("raiMediaFilteredCount").asInt(0) > 0 || !reasons.isEmpty()) {
            return failed(
                    FailureKind.CONTENT_REFUSED,
                    "The film was filtered." + support(reasons.path(0).asText("")));
        }
        return failed(FailureKind.RESULT_UNUSABLE, "The operation ended without a film.");
    }

    /** The code is one of gRPC's; the words may quote the prompt and stay here. */
    private static TaskProgress failed(JsonNode error) {
        int code = error.path("code").asInt(0);
        FailureKind kind = GeminiErrors.saysContent(error)
                ? FailureKind.CONTENT_REFUSED
                : switch (code) {
                    case 3, 5, 11 -> FailureKind.INVALID_ORDER;
                    case 7, 16 -> FailureKind.CREDENTIALS;
                    case 8 -> FailureKind.VENDOR_BALANCE;
                    default -> FailureKind.VENDOR_FAILED;
                };
        return failed(
                kind,
                "The operation failed with code " + code + "."
                        + support(error.path("message").asText("")));
    }

    private static TaskProgress failed(FailureKind kind, String message) {
        return new TaskProgress.Failed(kind, message, VendorCost.UNTOLD);
    }

    /** The number by which Google's people find the reason. */
    private static String support(String words) {
        Matcher matcher = SUPPORT.matcher(words);
        return matcher.find() ? " Support code " + matcher.group(1) + "." : "";
    }
}
