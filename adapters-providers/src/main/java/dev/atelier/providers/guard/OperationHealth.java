package dev.atelier.providers.guard;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one operation of a row fares in this process.
 *
 * @param reason what the vendor last failed with; null unless the breaker is open or half open
 * @param since when the state began; null if it was never another
 * @param inFlight calls that run now
 * @param callsPerSecond null for any number
 */
public record OperationHealth(
        Operation operation,
        State state,
        @Nullable String reason,
        @Nullable Instant since,
        int inFlight,
        int maxInFlight,
        @Nullable Integer callsPerSecond) {
    /** Of the breaker. */
    public enum State {
        /** Calls go through. */
        CLOSED,
        /** No call goes through. */
        OPEN,
        /** The next calls try whether the vendor is well again. */
        HALF_OPEN
    }
}
