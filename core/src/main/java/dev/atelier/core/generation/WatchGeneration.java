package dev.atelier.core.generation;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.event.spi.EventLog;
import dev.atelier.core.generation.spi.GenerationRepository;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Waits for the end of a generation without asking the store again and again. Thread-safe. */
public final class WatchGeneration {
    private final GenerationRepository generations;
    private final EventLog events;

    public WatchGeneration(GenerationRepository generations, EventLog events) {
        this.generations = generations;
        this.events = events;
    }

    /**
     * Blocks until the generation has ended or the time is over.
     *
     * @return the generation as it is then; empty if the org has none of that id
     */
    public Optional<Generation> await(OrgId org, GenerationId id, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        Semaphore news = new Semaphore(0);
        AutoCloseable subscription = events.onNews(org, news::release);
        try {
            while (true) {
                Optional<Generation> now = generations.find(org, id);
                long left = deadline - System.nanoTime();
                if (now.isEmpty() || now.get().state().terminal() || left <= 0) {
                    return now;
                }
                // Notices may get lost; a second is the longest that one costs.
                if (news.tryAcquire(Math.min(left, TimeUnit.SECONDS.toNanos(1)), TimeUnit.NANOSECONDS)) {
                    news.drainPermits();
                }
            }
        } finally {
            close(subscription);
        }
    }

    private static void close(AutoCloseable subscription) {
        try {
            subscription.close();
        } catch (Exception e) {
            throw new IllegalStateException("a subscription could not be ended", e);
        }
    }
}
