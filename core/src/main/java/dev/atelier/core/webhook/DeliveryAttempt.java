package dev.atelier.core.webhook;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try.
 *
 * @param number 1 for the first
 * @param at when it was begun
 * @param status the HTTP status; null if no answer came
 * @param took until the answer or the trouble
 * @param trouble null if it arrived
 */
public record DeliveryAttempt(
        int number,
        Instant at,
        @Nullable Integer status,
        Duration took,
        @Nullable DeliveryTrouble trouble) {
    /** True if the receiver took it. */
    public boolean delivered() {
        return trouble == null;
    }
}
