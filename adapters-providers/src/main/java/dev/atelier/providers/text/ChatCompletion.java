package dev.atelier.providers.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.TextEnd;
import dev.atelier.providers.http.Json;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a chat completions route, as OpenAI shaped it and others copied it.
 *
 * @param text never blank
 * @param model as the answer names it; blank if it does not
 * @param end why it stops where it does
 */
public record ChatCompletion(
        String text,
        String model,
        @Nullable Long inputTokens,
        @Nullable Long outputTokens,
        TextEnd end) {
    /** @throws ProviderFailure if the answer holds no text */
    public static ChatCompletion read(ProviderId provider, JsonNode answer) {
        JsonNode choice = answer.path("choices").path(0);
        String text = text(choice.path("message").path("content"));
        String end = Json.word(choice.path("finish_reason"));
        if (text.isBlank()) {
            throw new ProviderFailure(
                    provider,
                    whyEmpty(choice, end),
                    provider + ": the answer holds no text, finish reason " + (end.isEmpty() ? "unknown" : end));
        }
        if (end.equals("content_filter")) {
            throw new ProviderFailure(
                    provider, FailureKind.CONTENT_REFUSED, provider + ": the answer was cut by the content filter");
        }
        JsonNode usage = answer.path("usage");
        return new ChatCompletion(
                text,
                answer.path("model").asText(""),
                Json.count(usage.path("prompt_tokens")),
                Json.count(usage.path("completion_tokens")),
                end.equals("length") ? TextEnd.LENGTH : TextEnd.STOP);
    }

    private static FailureKind whyEmpty(JsonNode choice, String end) {
        if (!choice.path("message").path("refusal").asText("").isBlank()
                && !choice.path("message").path("refusal").isNull()) {
            return FailureKind.CONTENT_REFUSED;
        }
        return switch (end) {
            case "content_filter" -> FailureKind.CONTENT_REFUSED;
            // All tokens went into thinking: the same again gives the same.
            case "length", "stop", "tool_calls" -> FailureKind.VENDOR_FAILED;
            default -> FailureKind.UNAVAILABLE;
        };
    }

    private static String text(JsonNode content) {
        if (content.isTextual()) {
            return content.textValue();
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            text.append(part.path("text").asText(""));
        }
        return text.toString();
    }

    /** Leaves the words out. */
    @Override
    public String toString() {
        return "ChatCompletion[" + model + "]";
    }
}
