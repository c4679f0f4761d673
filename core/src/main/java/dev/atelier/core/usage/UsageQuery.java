package dev.atelier.core.usage;

import dev.atelier.core.account.OrgId;
import java.time.Duration;
import java.time.Instant;

/**
 * Whose usage is asked for, and when.
 *
 * @param from counted from this time on
 * @param to counted before this time; later than {@code from}, at most {@link #LONGEST} later
 */
public record UsageQuery(OrgId org, Instant from, Instant to, UsageGroup by) {
    /** A leap year. */
    public static final Duration LONGEST = Duration.ofDays(366);

    public UsageQuery {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("from must be before to");
        }
        if (Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("at most " + LONGEST.toDays() + " days can be summed up");
        }
    }
}
