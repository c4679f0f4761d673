package dev.atelier.providers.kie;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.Loss;
import dev.atelier.providers.http.ResultFiles;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Reads what the models with routes of their own say about a task: they have numbers where the jobs have words. */
final class KieOwnTasks {
    private static final Duration NEXT_LOOK = Duration.ofSeconds(10);

    private final KieApi api;

    KieOwnTasks(KieApi api) {
        this.api = api;
    }

    TaskProgress read(String task, JsonAnswer answer) {
        int code = KieCodes.code(answer.json());
        // "record is null": not listed yet, or older than 14 days; the deadline ends the latter.
        if (code == 422 || code == 404) {
            return new TaskProgress.Running(NEXT_LOOK);
        }
        JsonNode data = api.accepted(answer, Loss.ANSWER_ONLY, List.of());
        if (!data.isObject() || !data.path("taskId").asText(task).equals(task)) {
            throw new ProviderFailure(
                    api.id(),
                    FailureKind.UNAVAILABLE,
                    api.id() + ": the answer is not about the task that was asked for");
        }
        return switch (data.path("successFlag").asInt(0)) {
            case 1 -> succeeded(data);
            case 2, 3 -> failed(data);
            default -> new TaskProgress.Running(NEXT_LOOK);
        };
    }

    private static TaskProgress succeeded(JsonNode data) {
        return ResultFiles.at(addresses(data.path("response")), KieCost.ofTask(data), echoedCallback(data));
    }

    /** One picture; or films: a list, as the examples show it, or {@code [https://…, https://…]} in a text, as the schema says. */
    private static List<String> addresses(JsonNode response) {
        String picture = response.path("resultImageUrl").asText("");
        if (!picture.isEmpty()) {
            return List.of(picture);
        }
        JsonNode urls = response.path("resultUrls");
        JsonNode list = Json.unwrap(urls);
        List<String> addresses = new ArrayList<>();
        if (list.isArray()) {
            list.forEach(url -> addresses.add(url.asText("")));
        } else if (urls.isTextual()) {
            addresses.addAll(
                    List.of(urls.textValue().replaceAll("^\\s*\\[|]\\s*$", "").split("\\s*,\\s*")));
        }
        return addresses;
    }

    private TaskProgress failed(JsonNode data) {
        String code = data.path("errorCode").asText("");
        String message = data.path("errorMessage").asText("");
        // The answer repeats the prompt, so we can see whether the message quotes it.
        String prompt = request(data).path("prompt").asText("");
        String clean = api.clean(message, prompt.isEmpty() ? List.of() : List.of(prompt));
        return new TaskProgress.Failed(
                KieCodes.ofTask(code, message),
                clean.isBlank() ? "The task failed without a reason." : clean,
                KieCost.ofTask(data));
    }

    private static JsonNode request(JsonNode data) {
        return Json.unwrap(data.path("paramJson"));
    }

    private static @Nullable URI echoedCallback(JsonNode data) {
        HttpUrl url = HttpUrl.parse(request(data).path("callBackUrl").asText(""));
        return url == null ? null : url.uri();
    }
}
