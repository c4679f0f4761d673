package dev.atelier.providers.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.TextAnswer;
import dev.atelier.core.provider.TextEnd;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.text.TextPrices;
import org.jspecify.annotations.Nullable;

/** Reads an answer of {@code generateContent}; a refusal comes with HTTP 200 as well. */
final class GeminiAnswer {
    private GeminiAnswer() {}

    static TextAnswer read(ProviderId id, JsonNode json, String model, TextPrices prices) {
        JsonNode candidate = json.path("candidates").path(0);
        String end = Json.word(candidate.path("finishReason"));
        String text = text(candidate);
        if (refused(end) || text.isBlank()) {
            String block = Json.word(json.path("promptFeedback").path("blockReason"));
            throw new ProviderFailure(
                    id,
                    why(end, block, candidate),
                    id + ": the answer holds no usable text, finish reason " + (end.isEmpty() ? "unknown" : end)
                            + (block.isEmpty() ? "" : ", prompt blocked for " + block));
        }
        String version = json.path("modelVersion").asText("");
        return new TextAnswer(
                text,
                version.isBlank() ? model : version,
                cost(json.path("usageMetadata"), model, prices),
                end.equals("max_tokens") ? TextEnd.LENGTH : TextEnd.STOP);
    }

    /** Thoughts come as parts of their own and are none of the answer. */
    static String text(JsonNode candidate) {
        StringBuilder text = new StringBuilder();
        for (JsonNode part : candidate.path("content").path("parts")) {
            if (!part.path("thought").asBoolean(false)) {
                text.append(part.path("text").asText(""));
            }
        }
        return text.toString();
    }

    static boolean refused(String end) {
        return switch (end) {
            case "safety",
                    "recitation",
                    "blocklist",
                    "prohibited_content",
                    "spii",
                    "image_safety",
                    "image_prohibited_content",
                    "image_recitation" -> true;
            default -> false;
        };
    }

    private static FailureKind why(String end, String block, JsonNode candidate) {
        if (refused(end) || !block.isEmpty()) {
            return FailureKind.CONTENT_REFUSED;
        }
        return switch (end) {
            // All tokens went into thinking: the same again gives the same.
            case "max_tokens" -> FailureKind.VENDOR_FAILED;
            // An empty answer that calls itself finished is how a refusal without a name looks.
            case "stop", "other", "language" -> FailureKind.CONTENT_REFUSED;
            default -> candidate.isMissingNode() ? FailureKind.UNAVAILABLE : FailureKind.VENDOR_FAILED;
        };
    }

    /** Thoughts are billed as output but not counted among the candidates' tokens. */
    private static VendorCost cost(JsonNode usage, String model, TextPrices prices) {
        Long prompt = Json.count(usage.path("promptTokenCount"));
        Long written = Json.count(usage.path("candidatesTokenCount"));
        return prices.of(
                model,
                prompt == null ? null : prompt + orZero(usage.path("toolUsePromptTokenCount")),
                written == null ? null : written + orZero(usage.path("thoughtsTokenCount")));
    }

    private static long orZero(JsonNode node) {
        @Nullable Long count = Json.count(node);
        return count == null ? 0 : Math.min(count, Integer.MAX_VALUE);
    }
}
