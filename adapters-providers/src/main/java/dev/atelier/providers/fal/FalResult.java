package dev.atelier.providers.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.Loss;
import dev.atelier.providers.models.ModelShape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Reads the result of a request that has ended, which is the model's own answer, errors included. */
final class FalResult {
    private static final int MAX_FILES = 16;
    private static final double MOST_UNITS = 10_000;

    private FalResult() {}

    /** @param status what the status call said, which tells a failure only at times */
    static TaskProgress of(FalApi api, FalTask task, JsonNode status, JsonAnswer answer, Duration nextLook) {
        VendorCost cost = cost(task, status, answer);
        if (answer.ok()) {
            return made(answer.json(), cost);
        }
        FalErrors errors = FalErrors.of(answer);
        if (errors.unfinished()) {
            return new TaskProgress.Running(nextLook);
        }
        if (answer.status() == 404) {
            return new TaskProgress.Failed(
                    FailureKind.RESULT_UNUSABLE, "fal no longer had the result, which it keeps for an hour.", cost);
        }
        boolean told = status.hasNonNull("error")
                || status.hasNonNull("error_type")
                || !errors.types().isEmpty();
        boolean ours = answer.status() == 401 || answer.status() == 403 || answer.status() == 429 || errors.noMoney();
        if (ours || (answer.status() >= 500 && !told)) {
            // Trouble with the call and not with the request: it is asked for again.
            api.accepted(answer, Loss.ANSWER_ONLY);
        }
        return new TaskProgress.Failed(
                errors.ofRequest(answer.status()),
                "fal ended the request with HTTP " + answer.status() + errors.shown() + ".",
                cost);
    }

    private static TaskProgress made(JsonNode result, VendorCost cost) {
        for (JsonNode flag : result.path("has_nsfw_concepts")) {
            if (flag.asBoolean(false)) {
                // It comes as a success, with a picture that is all black.
                return new TaskProgress.Failed(
                        FailureKind.CONTENT_REFUSED, "The safety checker blacked the picture out.", cost);
            }
        }
        List<ProducedFile> files = new ArrayList<>();
        boolean all = collect(result.path("images"), files)
                && collect(result.path("image"), files)
                && collect(result.path("videos"), files)
                && collect(result.path("video"), files);
        return files.isEmpty() || !all
                ? new TaskProgress.Failed(FailureKind.RESULT_UNUSABLE, "The request ended without a file.", cost)
                : new TaskProgress.Succeeded(files, cost, null);
    }

    /** One file or a list of them; false if something is there that is none. */
    private static boolean collect(JsonNode node, List<ProducedFile> files) {
        if (node.isMissingNode() || node.isNull()) {
            return true;
        }
        if (node.isArray()) {
            for (JsonNode entry : node) {
                if (!entry.isObject() || !collect(entry, files)) {
                    return false;
                }
            }
            return true;
        }
        HttpUrl url = HttpUrl.parse(node.path("url").asText(""));
        if (url == null || files.size() == MAX_FILES) {
            return false;
        }
        files.add(new ProducedFile.Remote(url.uri()));
        return true;
    }

    /** fal tells the units that it charges, in a header; what a unit costs stands in the book. */
    private static VendorCost cost(FalTask task, JsonNode status, JsonAnswer answer) {
        Double seconds = number(status.path("metrics").path("inference_time").asText(""));
        Double units = number(answer.headers().get("X-Fal-Billable-Units"));
        OptionalLong each = FalProviderFactory.BOOK
                .find(task.model())
                .map(ModelShape::costMicros)
                .orElse(OptionalLong.empty());
        Long micros = units == null || each.isEmpty() ? null : (Long) Math.round(units * each.getAsLong());
        return new VendorCost(micros, seconds, null, null);
    }

    private static @Nullable Double number(@Nullable String text) {
        if (text == null || !text.matches("\\d{1,6}(\\.\\d{1,20})?")) {
            return null;
        }
        double value = Double.parseDouble(text);
        return value <= MOST_UNITS ? value : null;
    }
}
