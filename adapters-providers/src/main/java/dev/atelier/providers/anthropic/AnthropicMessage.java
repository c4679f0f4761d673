package dev.atelier.providers.anthropic;

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

/** Reads a message of the assistant; a refusal comes with HTTP 200 as well. */
final class AnthropicMessage {
    private AnthropicMessage() {}

    static TextAnswer read(ProviderId id, JsonNode json, String model, TextPrices prices) {
        String end = Json.word(json.path("stop_reason"));
        String text = text(json.path("content"));
        if (end.equals("refusal") || text.isBlank()) {
            String category = Json.word(json.path("stop_details").path("category"));
            throw new ProviderFailure(
                    id,
                    why(end),
                    id + ": the answer holds no usable text, stop reason " + (end.isEmpty() ? "unknown" : end)
                            + (category.isEmpty() ? "" : " for " + category));
        }
        String told = json.path("model").asText("");
        return new TextAnswer(
                text,
                told.isBlank() ? model : told,
                cost(json.path("usage"), model, prices),
                switch (end) {
                    case "max_tokens", "model_context_window_exceeded" -> TextEnd.LENGTH;
                    default -> TextEnd.STOP;
                });
    }

    /** Thoughts come in blocks of their own, in front of the answer, and are none of it. */
    private static String text(JsonNode content) {
        StringBuilder text = new StringBuilder();
        for (JsonNode block : content) {
            if (block.path("type").asText("").equals("text")) {
                text.append(block.path("text").asText(""));
            }
        }
        return text.toString();
    }

    private static FailureKind why(String end) {
        return switch (end) {
            case "refusal" -> FailureKind.CONTENT_REFUSED;
            // All tokens went into thinking, or it wants a tool that it does not have: the same again gives the same.
            case "max_tokens", "model_context_window_exceeded", "end_turn", "stop_sequence", "tool_use", "pause_turn" ->
                FailureKind.VENDOR_FAILED;
            default -> FailureKind.UNAVAILABLE;
        };
    }

    /** What was read from the cache or written into it is not counted among the input, and has prices of its own. */
    private static VendorCost cost(JsonNode usage, String model, TextPrices prices) {
        Long fresh = Json.count(usage.path("input_tokens"));
        Long output = Json.count(usage.path("output_tokens"));
        if (fresh == null || output == null) {
            return new VendorCost(null, null, fresh, output);
        }
        long written = orZero(usage.path("cache_creation_input_tokens"));
        long forAnHour = orZero(usage.path("cache_creation").path("ephemeral_1h_input_tokens"));
        return prices.of(
                model,
                new TextPrices.CachedInput(
                        fresh,
                        Math.max(0, written - forAnHour),
                        forAnHour,
                        orZero(usage.path("cache_read_input_tokens"))),
                output);
    }

    private static long orZero(JsonNode node) {
        @Nullable Long count = Json.count(node);
        return count == null ? 0 : Math.min(count, Integer.MAX_VALUE);
    }
}
