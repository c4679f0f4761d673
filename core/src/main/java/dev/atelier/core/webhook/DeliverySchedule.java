package dev.atelier.core.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** When a delivery that failed is tried again: ten tries over three days, as Standard Webhooks 1.0 proposes (read 2026-11-20). */
final class DeliverySchedule {
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));
    private static final Duration LONGEST_WISH = Duration.ofHours(24);
    /** A tenth, so that what failed together does not come again together. */
    private static final int JITTER = 10;

    private DeliverySchedule() {}

    /**
     * The pause before the next try.
     *
     * @param failures tries that failed, 1 or more
     * @param wished what the receiver asked for; longer pauses are kept, up to a day
     * @return empty if that was the last try
     */
    static Optional<Duration> pauseAfter(int failures, @Nullable Duration wished, RandomGenerator random) {
        if (failures > PAUSES.size()) {
            return Optional.empty();
        }
        long base = PAUSES.get(failures - 1).toMillis();
        long pause = base - base / JITTER + random.nextLong(2 * base / JITTER + 1);
        long asked = wished == null ? 0 : Math.min(wished.toMillis(), LONGEST_WISH.toMillis());
        return Optional.of(Duration.ofMillis(Math.max(pause, asked)));
    }
}
