package dev.atelier.providers.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.Options;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What pictures and films cost: Google tells tokens at most, so the rest comes from the list prices of {@code models.json} or from the
 * row's options {@code usdPerPicture} and {@code usdPerSecond}. A price that nobody knows is left untold.
 */
final class GeminiCost {
    private static final JsonNode BOOK = GeminiRoute.BOOK;
    private static final long MOST_TOKENS = 100_000_000;

    private GeminiCost() {}

    /** From the tokens of {@code usageMetadata}: those of pictures cost more than those of words, and thoughts are words. */
    static VendorCost ofTokens(String model, JsonNode usage) {
        return ofTokens(
                model,
                bounded(usage.path("promptTokenCount")),
                bounded(usage.path("candidatesTokenCount")),
                bounded(usage.path("thoughtsTokenCount")),
                byKind(usage.path("candidatesTokensDetails"), "tokenCount"));
    }

    /** By tokens too; by the second if an admin says so, or if only that price is known. */
    static VendorCost ofInteraction(String model, JsonNode usage, GoogleTask task, Options options) {
        Map<String, Long> kinds = byKind(usage.path("output_tokens_by_modality"), "tokens");
        VendorCost cost = ofTokens(
                model,
                bounded(usage.path("total_input_tokens")),
                bounded(usage.path("total_output_tokens")),
                bounded(usage.path("total_thought_tokens")),
                kinds);
        boolean bySecond = kinds.containsKey("video")
                && (cost.micros() == null || !options.text("usdPerSecond", "").isEmpty());
        return bySecond
                ? new VendorCost(
                        ofFilm(model, task.seconds(), task.resolution(), options)
                                .micros(),
                        null,
                        cost.inputTokens(),
                        cost.outputTokens())
                : cost;
    }

    /** Whatever is neither picture nor film is words. Where no kind is told, all that was written is taken as the picture's. */
    private static VendorCost ofTokens(
            String model,
            @Nullable Long read,
            @Nullable Long written,
            @Nullable Long thoughts,
            Map<String, Long> kinds) {
        if (read == null || written == null) {
            return new VendorCost(null, null, read, written);
        }
        long thought = thoughts == null ? 0 : thoughts;
        long pictures = kinds.isEmpty() ? written : Math.min(written, kinds.getOrDefault("image", 0L));
        long films = Math.min(written - pictures, kinds.getOrDefault("video", 0L));
        Map<String, Long> parts =
                Map.of("input", read, "image", pictures, "video", films, "text", written - pictures - films + thought);
        JsonNode price = BOOK.path("tokens").path(model);
        boolean known = parts.entrySet().stream()
                .allMatch(part ->
                        part.getValue() == 0 || price.path(part.getKey()).isNumber());
        BigDecimal sum = parts.entrySet().stream()
                .map(part -> dollars(price.path(part.getKey())).multiply(BigDecimal.valueOf(part.getValue())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return new VendorCost(known ? Long.valueOf(ceiling(sum)) : null, null, read, written + thought);
    }

    /** Empty where no kind is told. */
    private static Map<String, Long> byKind(JsonNode details, String count) {
        Map<String, Long> kinds = new HashMap<>();
        for (JsonNode detail : details) {
            Long tokens = bounded(detail.path(count));
            if (tokens != null) {
                kinds.merge(Json.word(detail.path("modality")), tokens, Long::sum);
            }
        }
        return kinds;
    }

    private static @Nullable Long bounded(JsonNode count) {
        Long tokens = Json.count(count);
        return tokens == null || tokens > MOST_TOKENS ? null : tokens;
    }

    static VendorCost ofPictures(String model, int pictures, Options options) {
        BigDecimal each = price(options, "usdPerPicture", BOOK.path("pictures").path(model));
        return each == null
                ? VendorCost.UNTOLD
                : VendorCost.ofMicros(millions(each.multiply(BigDecimal.valueOf(pictures))));
    }

    /** The seconds that a film of this model has if nobody says so; null if that is not known. */
    static @Nullable Integer seconds(String model) {
        JsonNode line = BOOK.path("seconds").path(model).path("seconds");
        return line.isInt() ? line.intValue() : null;
    }

    /** @param resolution blank for the model's default */
    static VendorCost ofFilm(String model, @Nullable Integer seconds, String resolution, Options options) {
        JsonNode line = BOOK.path("seconds").path(model);
        BigDecimal each = price(options, "usdPerSecond", line.path(resolution.isEmpty() ? "720p" : resolution));
        return each == null || seconds == null
                ? VendorCost.UNTOLD
                : VendorCost.ofMicros(millions(each.multiply(BigDecimal.valueOf(seconds))));
    }

    private static @Nullable BigDecimal price(Options options, String option, JsonNode listed) {
        String wish = options.text(option, "");
        if (wish.matches("\\d{1,4}(\\.\\d{1,6})?")) {
            return new BigDecimal(wish);
        }
        return listed.isNumber() ? dollars(listed) : null;
    }

    private static BigDecimal dollars(JsonNode node) {
        return BigDecimal.valueOf(node.doubleValue());
    }

    private static long millions(BigDecimal dollars) {
        return ceiling(dollars.movePointRight(6));
    }

    private static long ceiling(BigDecimal micros) {
        return micros.setScale(0, RoundingMode.CEILING).longValue();
    }
}
