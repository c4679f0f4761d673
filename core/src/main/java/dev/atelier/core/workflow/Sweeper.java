package dev.atelier.core.workflow;

import dev.atelier.core.Store;
import dev.atelier.core.gallery.PurgeTrash;
import dev.atelier.core.generation.GenerationRef;
import dev.atelier.core.provider.ProviderRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tidies up on one thread of its own; every node runs one. Every few seconds it has generations ended that are past their deadline, and
 * lets the registry compare revisions, should a notice have been lost; every hour it forgets what is kept only for a while: events for
 * 24 hours, answers under idempotency keys for 7 days, webhook deliveries and pictures in the trash for 30 days, exports and quotes for a day after they expired, temporary
 * files of killed processes for an hour.
 */
public final class Sweeper implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Sweeper.class.getName());
    private static final long EVERY_SECONDS = 5;
    private static final int BATCH = 200;
    private static final int FEW = 20;
    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final Duration FORGET_EVERY = Duration.ofHours(1);
    private static final Duration KEEP_EVENTS = Duration.ofHours(24);
    private static final Duration KEEP_DELIVERIES = Duration.ofDays(30);
    private static final Duration KEEP_EXPORTS = Duration.ofDays(1);
    private static final Duration KEEP_QUOTES = Duration.ofDays(1);
    private static final Duration KEEP_ANSWERS = Duration.ofDays(7);
    private static final Duration KEEP_LEFTOVERS = Duration.ofHours(1);

    private final Store store;
    private final List<Workflow> workflows;
    private final ProviderRegistry registry;
    private final Clock clock;
    private final Map<GenerationRef, Instant> queued = new HashMap<>();
    private final PurgeTrash trash;
    private Instant forgotten = Instant.EPOCH;
    private Instant emptied = Instant.EPOCH;
    private @Nullable ScheduledExecutorService thread;

    /** @param workflows asked in turn, each for work of its own kind */
    public Sweeper(Store store, List<Workflow> workflows, ProviderRegistry registry, PurgeTrash trash, Clock clock) {
        this.store = store;
        this.workflows = List.copyOf(workflows);
        this.registry = registry;
        this.trash = trash;
        this.clock = clock;
    }

    /** Starts sweeping on one thread of its own. */
    public synchronized void start() {
        if (thread == null) {
            thread = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread sweeping = new Thread(task, "atelier-sweeper");
                sweeping.setDaemon(true);
                return sweeping;
            });
            // The future is never done: sweepSafely lets nothing through, and close() ends the thread.
            var unused =
                    thread.scheduleWithFixedDelay(this::sweepSafely, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Sweeps once. */
    public synchronized void sweep() {
        Instant now = clock.instant();
        queued.values().removeIf(at -> at.plus(QUIET).isBefore(now));
        for (Workflow workflow : workflows) {
            for (GenerationRef overdue : workflow.overdue(now, BATCH)) {
                // One job each is enough; a second look is worth while only if that one got lost.
                if (queued.putIfAbsent(overdue, now) == null) {
                    workflow.expire(overdue);
                }
            }
        }
        registry.refresh();
        if (!forgotten.plus(FORGET_EVERY).isAfter(now)) {
            forgotten = now;
            int events = store.events().forgetBefore(now.minus(KEEP_EVENTS));
            int exports = store.exports().forgetBefore(now.minus(KEEP_EXPORTS));
            int deliveries = store.webhooks().forgetBefore(now.minus(KEEP_DELIVERIES));
            int quotes = store.quotes().forgetBefore(now.minus(KEEP_QUOTES));
            int answers = store.idempotency().forgetBefore(now.minus(KEEP_ANSWERS));
            int files = Leftovers.forget(Path.of(System.getProperty("java.io.tmpdir")), now.minus(KEEP_LEFTOVERS));
            LOG.log(
                    System.Logger.Level.INFO,
                    "forgot {0} events, {1} stored answers, {2} exports, {3} webhook deliveries, {4} quotes and {5} temporary"
                            + " files of killed processes",
                    events,
                    answers,
                    exports,
                    deliveries,
                    quotes,
                    files);
        }
        if (!emptied.plus(FORGET_EVERY).isAfter(now)) {
            emptied = now;
            // Few at a time, since deadlines wait for this thread too; the rest follows with the next sweep.
            if (trash.purge(FEW) == FEW) {
                emptied = Instant.EPOCH;
            }
        }
    }

    private void sweepSafely() {
        try {
            sweep();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a sweep failed; the next one follows", e);
        }
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
        }
    }
}
