package dev.atelier.providers.http;

import java.time.Duration;

/** The end of one call of a port, which may need several calls on the wire. */
public final class Deadline {
    private final long endNanos;

    private Deadline(long endNanos) {
        this.endNanos = endNanos;
    }

    public static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** What is left; negative when it has passed. */
    public Duration left() {
        return Duration.ofNanos(endNanos - System.nanoTime());
    }
}
