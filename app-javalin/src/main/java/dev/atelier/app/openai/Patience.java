package dev.atelier.app.openai;

import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * How long calls wait for their pictures, and how many may at once: each holds a thread. Thread-safe.
 *
 * @param answer for an answer in one piece; Node's own limit for the first byte is five minutes
 * @param stream for a stream
 * @param quiet how long a stream may be silent
 */
record Patience(Duration answer, Duration stream, Duration quiet, Semaphore seats) {
    static final Patience DEFAULT =
            new Patience(Duration.ofSeconds(285), Duration.ofMinutes(15), Duration.ofSeconds(15), new Semaphore(64));

    /** @throws Problem 503 if as many wait as may */
    AutoCloseable seat() {
        if (!seats.tryAcquire()) {
            throw Problem.of(ProblemCode.UNAVAILABLE, "As many calls wait for pictures as the server takes.")
                    .retryAfter(Duration.ofSeconds(5));
        }
        return seats::release;
    }
}
