package dev.atelier.providers.replicate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.Loss;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;

/** Reads predictions. */
final class ReplicateTasks {
    static final Duration NEXT_LOOK = Duration.ofSeconds(3);

    private static final int MAX_FILES = 16;

    private final ReplicateApi api;
    private final ReplicateCost cost;

    ReplicateTasks(ReplicateApi api, ReplicateCost cost) {
        this.api = api;
        this.cost = cost;
    }

    /** The id of a prediction; blank if it has none that could be asked for. */
    static String id(JsonNode prediction) {
        String id = prediction.path("id").asText("");
        return id.matches("[A-Za-z0-9_-]{1,200}") ? id : "";
    }

    TaskProgress read(VendorTaskId task, JsonAnswer answer) {
        if (answer.status() == 404) {
            return new TaskProgress.Running(NEXT_LOOK);
        }
        JsonNode prediction = api.accepted(answer, Loss.ANSWER_ONLY, List.of());
        if (!id(prediction).equals(task.value())) {
            throw new ProviderFailure(
                    api.id(),
                    FailureKind.UNAVAILABLE,
                    api.id() + ": the answer is not about the task that was asked for");
        }
        return progress(prediction);
    }

    TaskProgress progress(JsonNode prediction) {
        return switch (Json.word(prediction.path("status"))) {
            case "succeeded" -> succeeded(prediction);
            case "failed" -> failed(prediction);
            case "canceled" -> failed(prediction, "The prediction was cancelled at Replicate.");
            case "aborted" -> failed(prediction, "The prediction was given up before it began.");
            // Words that we do not know are taken as work going on: the task's deadline ends them.
            default -> new TaskProgress.Running(NEXT_LOOK);
        };
    }

    private TaskProgress succeeded(JsonNode prediction) {
        if (prediction.path("data_removed").asBoolean(false)) {
            return new TaskProgress.Failed(
                    FailureKind.RESULT_UNUSABLE,
                    "Replicate had removed the result, as it does after an hour.",
                    cost.of(prediction));
        }
        List<ProducedFile> files = new ArrayList<>();
        boolean all = collect(prediction.path("output"), files);
        return files.isEmpty() || !all
                ? new TaskProgress.Failed(
                        FailureKind.RESULT_UNUSABLE, "The prediction ended without a picture.", cost.of(prediction))
                : new TaskProgress.Succeeded(files, cost.of(prediction), null);
    }

    /** One address or a list of them: that is the model's choice. False if something else was found. */
    private static boolean collect(JsonNode output, List<ProducedFile> files) {
        if (output.isArray()) {
            for (JsonNode item : output) {
                if (item.isArray() || !collect(item, files)) {
                    return false;
                }
            }
            return true;
        }
        HttpUrl url = output.isTextual() ? HttpUrl.parse(output.textValue()) : null;
        if (url == null || files.size() == MAX_FILES) {
            return false;
        }
        files.add(new ProducedFile.Remote(url.uri()));
        return true;
    }

    private TaskProgress failed(JsonNode prediction) {
        String words = prediction.path("error").asText("");
        // The answer repeats the prompt, so we can see whether the message quotes it.
        String prompt = prediction.path("input").path("prompt").asText("");
        String clean = api.clean(words, prompt.isEmpty() ? List.of() : List.of(prompt));
        return new TaskProgress.Failed(
                ReplicateApi.saysContent(words) ? FailureKind.CONTENT_REFUSED : FailureKind.VENDOR_FAILED,
                clean.isBlank() ? "The prediction failed without a reason." : clean,
                cost.of(prediction));
    }

    private TaskProgress failed(JsonNode prediction, String message) {
        return new TaskProgress.Failed(FailureKind.VENDOR_FAILED, message, cost.of(prediction));
    }
}
