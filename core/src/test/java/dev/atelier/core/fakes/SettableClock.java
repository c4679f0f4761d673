package dev.atelier.core.fakes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that tests move. Thread-safe. */
public final class SettableClock extends Clock {
    private final Clock base;
    private final ZoneId zone;
    private final AtomicReference<Duration> ahead;

    private SettableClock(Clock base, ZoneId zone, AtomicReference<Duration> ahead) {
        this.base = base;
        this.zone = zone;
        this.ahead = ahead;
    }

    /** Stands still until it is moved. */
    public static SettableClock standing(Instant at) {
        return new SettableClock(Clock.fixed(at, ZoneOffset.UTC), ZoneOffset.UTC, new AtomicReference<>(Duration.ZERO));
    }

    /** Runs with the system clock and can be put forward. */
    public static SettableClock running() {
        return new SettableClock(Clock.systemUTC(), ZoneOffset.UTC, new AtomicReference<>(Duration.ZERO));
    }

    public void advance(Duration by) {
        ahead.accumulateAndGet(by, Duration::plus);
    }

    @Override
    public Instant instant() {
        return base.instant().plus(ahead.get());
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new SettableClock(base, other, ahead);
    }
}
