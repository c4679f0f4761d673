package dev.atelier.providers.kie;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.Loss;
import dev.atelier.providers.http.PresetRows;
import dev.atelier.providers.http.ResultFiles;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Reads what {@code recordInfo} says about a task. */
final class KieTasks {
    static final Duration FIRST_LOOK = Duration.ofSeconds(5);

    private static final Duration SOON = Duration.ofSeconds(3);
    private static final Duration LATER = Duration.ofSeconds(8);
    private static final Duration SELDOM = Duration.ofSeconds(20);

    private final KieApi api;
    private final Clock clock;

    KieTasks(KieApi api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    TaskProgress read(VendorTaskId task, JsonAnswer answer) {
        int code = KieCodes.code(answer.json());
        // "recordInfo is null" comes for a moment after creation; whether by code or by status differs.
        if (code == 422 || code == 404) {
            return new TaskProgress.Running(FIRST_LOOK);
        }
        JsonNode data = api.accepted(answer, Loss.ANSWER_ONLY, List.of());
        String told = data.path("taskId").asText(task.value());
        if (!data.isObject() || !told.equals(task.value())) {
            throw new ProviderFailure(
                    api.id(),
                    FailureKind.UNAVAILABLE,
                    api.id() + ": the answer is not about the task that was asked for");
        }
        return switch (Json.word(data.path("state"))) {
            case "success" -> succeeded(data);
            case "fail" -> failed(data);
            // Words that we do not know are taken as work going on: the task's deadline ends them.
            default -> new TaskProgress.Running(nextLook(data));
        };
    }

    private TaskProgress succeeded(JsonNode data) {
        JsonNode urls = Json.unwrap(Json.unwrap(data.path("resultJson")).path("resultUrls"));
        return ResultFiles.at(PresetRows.texts(urls), KieCost.ofTask(data), echoedCallback(data));
    }

    private TaskProgress failed(JsonNode data) {
        String code = data.path("failCode").asText("");
        String message = data.path("failMsg").asText("");
        // The answer repeats the prompt, so we can see whether the message quotes it.
        String prompt = Json.unwrap(request(data).path("input")).path("prompt").asText("");
        String clean = api.clean(message, prompt.isEmpty() ? List.of() : List.of(prompt));
        return new TaskProgress.Failed(
                KieCodes.ofTask(code, message),
                clean.isBlank() ? "The task failed without a reason." : clean,
                KieCost.ofTask(data));
    }

    private static JsonNode request(JsonNode data) {
        return Json.unwrap(data.path("param"));
    }

    private static @Nullable URI echoedCallback(JsonNode data) {
        HttpUrl url = HttpUrl.parse(request(data).path("callBackUrl").asText(""));
        return url == null ? null : url.uri();
    }

    /** The vendor's advice: every 2 to 3 s for half a minute, 5 to 10 s until two minutes, then 15 to 30 s. */
    private Duration nextLook(JsonNode data) {
        Long created = Json.count(data.path("createTime"));
        if (created == null) {
            return LATER;
        }
        long ageSeconds =
                Duration.between(Instant.ofEpochMilli(created), clock.instant()).toSeconds();
        return ageSeconds < 30 ? SOON : ageSeconds < 120 ? LATER : SELDOM;
    }
}
