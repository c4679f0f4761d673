package dev.atelier.persistence.job;

import com.github.kagkarlsson.scheduler.Clock;
import dev.atelier.persistence.shared.Columns;
import dev.atelier.persistence.shared.JdbiTransactions;
import java.time.Duration;
import java.time.Instant;

/**
 * The database's time, so that a node whose own clock is wrong neither steals jobs nor leaves them lying. Thread-safe.
 */
final class DatabaseClock implements Clock {
    /** Below this a difference is the round trip's, and following it would only make time jump. */
    private static final Duration NOISE = Duration.ofMillis(250);

    private final JdbiTransactions transactions;
    private volatile Duration offset = Duration.ZERO;

    DatabaseClock(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Instant now() {
        return Instant.now().plus(offset);
    }

    /** Asks the database; costs a round trip. */
    void adjust() {
        Instant before = Instant.now();
        Instant there = transactions.with(handle -> handle.createQuery("SELECT clock_timestamp() AS now")
                .map((row, context) -> Columns.instant(row, "now"))
                .one());
        Instant middle = before.plus(Duration.between(before, Instant.now()).dividedBy(2));
        Duration found = Duration.between(middle, there);
        if (found.minus(offset).abs().compareTo(NOISE) > 0) {
            offset = found;
        }
    }
}
