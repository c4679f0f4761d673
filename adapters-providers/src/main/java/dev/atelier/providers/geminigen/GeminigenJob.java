package dev.atelier.providers.geminigen;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.ResultFiles;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a job in each of the shapes that users of Geminigen have seen. */
final class GeminigenJob {
    private GeminigenJob() {}

    /** The job itself, or where it stands inside the answer. */
    static JsonNode of(JsonNode answer) {
        for (String wrapper : List.of("data", "result")) {
            if (answer.path(wrapper).has("uuid")) {
                return answer.path(wrapper);
            }
        }
        return answer;
    }

    /** Its id; empty if there is none that may stand in an address. */
    static Optional<VendorTaskId> id(JsonNode job) {
        String id = job.path("uuid").asText("");
        return id.matches("[A-Za-z0-9_-]{1,100}") ? Optional.of(new VendorTaskId(id)) : Optional.empty();
    }

    /** How it ended; empty while it runs. */
    static Optional<TaskProgress> progress(JsonNode job) {
        return switch (job.path("status").asInt(0)) {
            case 2 -> Optional.of(ResultFiles.at(addresses(job), VendorCost.UNTOLD, null));
            case 3 -> Optional.of(failed(job));
            default -> Optional.empty();
        };
    }

    /** The lists of files if there is one, else the one address that the job tells. */
    private static List<String> addresses(JsonNode job) {
        Set<String> found = new LinkedHashSet<>();
        job.path("generated_image").forEach(file -> add(found, file.path("image_url")));
        job.path("generated_video").forEach(file -> add(found, file.path("video_url")));
        if (found.isEmpty()) {
            JsonNode result = job.path("generate_result");
            add(found, result.isObject() ? result.path("media_url") : result);
        }
        if (found.isEmpty()) {
            add(found, job.path("media_url"));
        }
        return List.copyOf(found);
    }

    private static void add(Set<String> found, JsonNode address) {
        if (address.isTextual() && !address.textValue().isBlank()) {
            found.add(address.textValue().strip());
        }
    }

    /** Only the code is told: the words beside it may quote the prompt. */
    private static TaskProgress failed(JsonNode job) {
        String code = Json.word(job.path("error_code"));
        FailureKind kind = GeminigenApi.refusesContent(code) ? FailureKind.CONTENT_REFUSED : FailureKind.VENDOR_FAILED;
        String message = "The job failed" + (code.isEmpty() ? " without a reason." : ": " + code + ".");
        return new TaskProgress.Failed(kind, message, VendorCost.UNTOLD);
    }
}
