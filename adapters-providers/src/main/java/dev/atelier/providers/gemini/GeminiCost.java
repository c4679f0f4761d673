package dev.atelier.providers.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.Options;
import java.math.BigDecimal;
import java.math.RoundingMode;
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
        Long read = Json.count(usage.path("promptTokenCount"));
        Long written = Json.count(usage.path("candidatesTokenCount"));
        Long thoughts = Json.count(usage.path("thoughtsTokenCount"));
        if (read == null || written == null || read > MOST_TOKENS || written > MOST_TOKENS) {
            return new VendorCost(null, null, read, written);
        }
        long thought = thoughts == null ? 0 : Math.min(thoughts, MOST_TOKENS);
        JsonNode price = BOOK.path("tokens").path(model);
        Long micros = null;
        if (price.isObject()) {
            long pictures = Math.min(written, pictureTokens(usage.path("candidatesTokensDetails"), written));
            micros = ceiling(dollars(price.path("input"))
                    .multiply(BigDecimal.valueOf(read))
                    .add(dollars(price.path("image")).multiply(BigDecimal.valueOf(pictures)))
                    .add(dollars(price.path("text")).multiply(BigDecimal.valueOf(written - pictures + thought))));
        }
        return new VendorCost(micros, null, read, written + thought);
    }

    /** Told by modality; where it is not told, all of them are taken as the picture's. */
    private static long pictureTokens(JsonNode details, long otherwise) {
        if (!details.isArray() || details.isEmpty()) {
            return otherwise;
        }
        long tokens = 0;
        for (JsonNode detail : details) {
            Long count = Json.count(detail.path("tokenCount"));
            if (count != null && Json.word(detail.path("modality")).equals("image")) {
                tokens += Math.min(count, MOST_TOKENS);
            }
        }
        return tokens;
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
