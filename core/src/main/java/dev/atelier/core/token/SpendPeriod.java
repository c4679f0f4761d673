package dev.atelier.core.token;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;

/** Over which time a token's spending is counted. */
public enum SpendPeriod {
    /** A calendar month in UTC. */
    MONTH,
    /** All of the token's life. */
    TOTAL;

    /** When the period of this moment began. */
    public Instant since(Instant now) {
        return this == TOTAL ? Instant.EPOCH : first(month(now));
    }

    /** When the next period begins; empty if there is no next one. */
    public Optional<Instant> renewedAt(Instant now) {
        return this == TOTAL ? Optional.empty() : Optional.of(first(month(now).plusMonths(1)));
    }

    private static YearMonth month(Instant now) {
        return YearMonth.from(now.atOffset(ZoneOffset.UTC));
    }

    private static Instant first(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
