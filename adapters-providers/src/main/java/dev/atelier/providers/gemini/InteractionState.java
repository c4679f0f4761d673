package dev.atelier.providers.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.providers.http.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads what one interaction says of itself. */
final class InteractionState {
    private static final int MAX_FILES = 16;

    private final GoogleApi api;
    private final GoogleTask task;

    InteractionState(GoogleApi api, GoogleTask task) {
        this.api = api;
        this.task = task;
    }

    TaskProgress read(JsonNode interaction, Duration nextLook) {
        String status = Json.word(interaction.path("status"));
        return switch (status) {
            case "completed" -> completed(interaction);
            case "failed" -> failed(why(interaction.path("error")), "The interaction failed.", interaction);
            case "cancelled", "incomplete" ->
                failed(FailureKind.VENDOR_FAILED, "The interaction ended as " + status + ".", interaction);
            case "requires_action" ->
                failed(FailureKind.VENDOR_FAILED, "The interaction waits for something nobody will do.", interaction);
            case "budget_exceeded" ->
                failed(FailureKind.VENDOR_BALANCE, "The interaction went over its budget.", interaction);
            // Words that we do not know are taken as work going on: the task's deadline ends them.
            default -> new TaskProgress.Running(nextLook);
        };
    }

    private TaskProgress completed(JsonNode interaction) {
        List<ProducedFile> files = new ArrayList<>();
        boolean words = false;
        // Outputs without steps around them came until May 2026, and gateways may still send them.
        for (JsonNode output : interaction.path("outputs")) {
            words |= take(output, files);
        }
        for (JsonNode step : interaction.path("steps")) {
            if (Json.word(step.path("type")).equals("model_output")) {
                for (JsonNode content : step.path("content")) {
                    words |= take(content, files);
                }
            }
        }
        if (!files.isEmpty()) {
            return new TaskProgress.Succeeded(files, cost(interaction), null);
        }
        // A refusal has no name: it is a success in words alone.
        return words
                ? failed(FailureKind.CONTENT_REFUSED, "The model answered with words alone.", interaction)
                : failed(FailureKind.RESULT_UNUSABLE, "The interaction ended without a file.", interaction);
    }

    /** Takes a file out of a part of the answer; true if the part is words. */
    private boolean take(JsonNode content, List<ProducedFile> files) {
        String type = Json.word(content.path("type"));
        if ((type.equals("video") || type.equals("image")) && files.size() < MAX_FILES) {
            api.file(content.path("uri").asText("")).ifPresent(files::add);
            GoogleApi.inline(content.path("data")).ifPresent(files::add);
        }
        return type.equals("text");
    }

    private TaskProgress failed(FailureKind kind, String message, JsonNode interaction) {
        return new TaskProgress.Failed(kind, message, cost(interaction));
    }

    private static FailureKind why(JsonNode error) {
        return GeminiErrors.saysContent(error) ? FailureKind.CONTENT_REFUSED : FailureKind.VENDOR_FAILED;
    }

    private VendorCost cost(JsonNode interaction) {
        return GeminiCost.ofInteraction(
                interaction.path("model").asText(""), interaction.path("usage"), task, api.options());
    }
}
