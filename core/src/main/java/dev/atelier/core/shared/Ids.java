package dev.atelier.core.shared;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes ids. Thread-safe.
 *
 * <p>{@link #timeOrdered} makes UUID version 7 (RFC 9562): 48 bits of milliseconds, then random bits, so that
 * rows written together lie together in an index.
 */
@FunctionalInterface
public interface Ids {
    /** A new id, never handed out before. */
    UUID next();

    /** Version 7 ids from this clock and a {@link SecureRandom}. */
    static Ids timeOrdered(Clock clock) {
        return timeOrdered(clock, new SecureRandom());
    }

    /** Version 7 ids from this clock and this source of randomness, which must be thread-safe. */
    static Ids timeOrdered(Clock clock, RandomGenerator random) {
        return () -> {
            long high = (clock.millis() << 16) | 0x7000L | (random.nextInt() & 0xFFFL);
            long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
            return new UUID(high, low);
        };
    }
}
