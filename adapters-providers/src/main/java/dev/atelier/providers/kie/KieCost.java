package dev.atelier.providers.kie;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.providers.http.Json;
import org.jspecify.annotations.Nullable;

/** kie's credits in money: one credit is half a US cent, and there are fractions of credits. */
final class KieCost {
    private static final double MICROS_PER_CREDIT = 5_000;
    private static final double MOST_CREDITS = 1_000_000;

    private KieCost() {}

    static VendorCost ofTask(JsonNode data) {
        JsonNode credits = data.has("creditsConsumed") ? data.path("creditsConsumed") : data.path("consumeCredits");
        return new VendorCost(micros(credits), seconds(data), null, null);
    }

    /** Millionths of a dollar, rounded up; null if the node holds no believable number of credits. */
    static @Nullable Long micros(JsonNode credits) {
        double value = credits.isNumber() ? credits.doubleValue() : -1;
        if (!(value >= 0 && value <= MOST_CREDITS)) {
            return null;
        }
        // A thousandth is taken off first, so that 0.09 credits are not rounded up from 450.00000000000006.
        return (long) Math.ceil(value * MICROS_PER_CREDIT - 0.001);
    }

    /** From the two times: {@code costTime} comes in seconds here and in milliseconds there. */
    private static @Nullable Double seconds(JsonNode data) {
        Long from = Json.count(data.path("createTime"));
        Long to = Json.count(data.path("completeTime"));
        return from == null || to == null || to < from ? null : (to - from) / 1_000.0;
    }
}
