package dev.atelier.providers.replicate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.providers.http.Options;
import org.jspecify.annotations.Nullable;

/**
 * What a prediction cost. Replicate tells the seconds and never the money: for models that are charged by the second, the option
 * {@code usdPerSecond} is the price of their hardware; for those that are charged by the picture, the price list has to do.
 */
final class ReplicateCost {
    private static final double MOST_SECONDS = 86_400;

    private final @Nullable Double usdPerSecond;

    ReplicateCost(Options options) {
        String usd = options.text("usdPerSecond", "");
        this.usdPerSecond = usd.matches("\\d{1,3}(\\.\\d{1,9})?") ? Double.valueOf(usd) : null;
    }

    VendorCost of(JsonNode prediction) {
        JsonNode time = prediction.path("metrics").path("predict_time");
        double value = time.isNumber() ? time.doubleValue() : -1;
        Double seconds = value >= 0 && value <= MOST_SECONDS ? value : null;
        Long micros = null;
        if (seconds != null && usdPerSecond != null) {
            // A thousandth is taken off first, so that no rounding error of a double becomes a whole unit.
            micros = (long) Math.ceil(seconds * usdPerSecond * 1_000_000 - 0.001);
        }
        return new VendorCost(micros, seconds, null, null);
    }
}
