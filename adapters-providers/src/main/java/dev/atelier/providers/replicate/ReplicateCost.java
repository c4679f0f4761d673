package dev.atelier.providers.replicate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.providers.http.Options;
import dev.atelier.providers.models.ModelBook;
import dev.atelier.providers.models.ModelShape;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a prediction cost. Replicate tells the seconds and never the money: models of the book are charged by the picture, others by
 * the second of the hardware that the option {@code usdPerSecond} prices.
 */
final class ReplicateCost {
    private static final double MOST_SECONDS = 86_400;

    private final ModelBook book;
    private final @Nullable Double usdPerSecond;

    ReplicateCost(ModelBook book, Options options) {
        this.book = book;
        String usd = options.text("usdPerSecond", "");
        this.usdPerSecond = usd.matches("\\d{1,3}(\\.\\d{1,9})?") ? Double.valueOf(usd) : null;
    }

    VendorCost of(JsonNode prediction, int files) {
        JsonNode time = prediction.path("metrics").path("predict_time");
        double value = time.isNumber() ? time.doubleValue() : -1;
        Double seconds = value >= 0 && value <= MOST_SECONDS ? value : null;
        OptionalLong each = book.find(prediction.path("model").asText(""))
                .map(ModelShape::costMicros)
                .orElse(OptionalLong.empty());
        if (each.isPresent()) {
            // Nothing made, nothing known: whether a failure is charged is documented nowhere.
            return new VendorCost(files == 0 ? null : each.getAsLong() * files, seconds, null, null);
        }
        Long micros = seconds == null || usdPerSecond == null
                ? null
                : (Long) (long) Math.ceil(seconds * usdPerSecond * 1_000_000 - 0.001);
        return new VendorCost(micros, seconds, null, null);
    }
}
