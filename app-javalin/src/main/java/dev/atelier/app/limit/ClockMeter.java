package dev.atelier.app.limit;

import io.github.bucket4j.TimeMeter;
import java.time.Clock;

/** Lets our clock fill the buckets. */
record ClockMeter(Clock clock) implements TimeMeter {
    private static final long NANOS_PER_MILLI = 1_000_000L;

    @Override
    public long currentTimeNanos() {
        return Math.multiplyExact(clock.millis(), NANOS_PER_MILLI);
    }

    @Override
    public boolean isWallClockBased() {
        return true;
    }
}
