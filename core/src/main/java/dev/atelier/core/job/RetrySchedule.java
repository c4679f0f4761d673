package dev.atelier.core.job;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a failed job is tried again: exponential with full jitter on the upper half, capped.
 *
 * @param maxAttempts tries in all, 1 or more
 * @param first pause after the first failure; doubles with each further one
 * @param cap longest pause
 */
public record RetrySchedule(int maxAttempts, Duration first, Duration cap) {
    /** 6 tries: about 1, 2, 4, 8 and 16 seconds apart. */
    public static final RetrySchedule DEFAULT = new RetrySchedule(6, Duration.ofSeconds(1), Duration.ofMinutes(10));

    /** The pause before the try that follows {@code failures} failures: half fixed, half random. */
    public Duration pauseAfter(int failures, RandomGenerator random) {
        long full = Math.min(cap.toMillis(), first.toMillis() << Math.min(30, Math.max(0, failures - 1)));
        return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
    }
}
