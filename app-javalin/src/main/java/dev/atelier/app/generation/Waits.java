package dev.atelier.app.generation;

import dev.atelier.app.http.Principal;
import dev.atelier.core.Atelier;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationId;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Waits for the end of a generation for clients that prefer to; not for more of them than the server bears. Thread-safe. */
final class Waits {
    private static final int MOST_WAITERS = 32;
    private static final Duration LONGEST_NAP = Duration.ofSeconds(1);

    private final Atelier atelier;
    private final Semaphore waiters = new Semaphore(MOST_WAITERS);
    private volatile boolean draining;

    Waits(Atelier atelier) {
        this.atelier = atelier;
    }

    /** From now on nobody waits: the server is about to stop. */
    void drain() {
        draining = true;
    }

    /** The generation at its end; empty if the client does not want to wait, or it takes longer than it does. */
    Optional<Generation> ended(Context ctx, GenerationId id) {
        Optional<Duration> wait = Prefer.wait(ctx);
        if (wait.isEmpty() || !waiters.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return awaitEnd(Principal.of(ctx).org(), id, wait.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            waiters.release();
        }
    }

    // In short naps: whoever waits for a minute must not hold up the stop of the server, which waits for less.
    private Optional<Generation> awaitEnd(OrgId org, GenerationId id, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            Duration nap = left.compareTo(LONGEST_NAP) < 0 ? left : LONGEST_NAP;
            Optional<Generation> ended = atelier.await(org, id, nap)
                    .filter(generation -> generation.state().terminal());
            if (ended.isPresent() || left.isZero() || draining) {
                return ended;
            }
        }
    }
}
