package dev.atelier.app.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atelier.persistence.limit.SharedBuckets;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everybody's budgets. What is taken is taken here, at once; one thread tells the shared buckets within seconds, or at once when much
 * was taken, and learns what other servers took. Only what must be exact asks the shared buckets first. Where they do not answer,
 * each server counts for itself. Thread-safe.
 */
public final class Budgets implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Budgets.class);
    private static final int MOST_KEYS = 100_000;
    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final Duration STALE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration CLEANING = Duration.ofMinutes(1);
    private static final int MOST_REMOVED = 1_000;

    private final TimeMeter time;
    private final Optional<SharedBuckets> shared;
    private final Cache<String, Budget> budgets;
    private final Set<Budget> unshared = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean roundAwaited = new AtomicBoolean();
    private final ScheduledExecutorService sharer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "atelier-limits");
        thread.setDaemon(true);
        return thread;
    });
    private volatile long silentUntilNanos = Long.MIN_VALUE;

    /**
     * @param clock refills the budgets
     * @param sharing gives the buckets of all servers that this clock refills; empty where there is one server alone
     */
    public Budgets(Clock clock, Function<TimeMeter, Optional<SharedBuckets>> sharing) {
        this.time = new ClockMeter(clock);
        this.shared = sharing.apply(time);
        this.budgets = Caffeine.newBuilder()
                .maximumSize(MOST_KEYS)
                // Full again by then, whatever was taken.
                .expireAfterAccess(LimitSettings.SIGN_IN_WINDOW)
                .ticker(time::currentTimeNanos)
                .build();
        if (shared.isPresent()) {
            every(ROUND, this::share);
            every(CLEANING, this::clean);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // It ends with the executor.
    private void every(Duration pause, Runnable task) {
        sharer.scheduleWithFixedDelay(task, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Takes one without waiting for the database. */
    Verdict take(Quota quota, String subject) {
        Budget budget = budget(quota, subject);
        Verdict verdict = budget.take();
        if (shared.isPresent() && verdict.allowed()) {
            unshared.add(budget);
            if (budget.urgent(time.currentTimeNanos(), STALE.toNanos())) {
                shareSoon();
            }
        }
        return verdict;
    }

    /** Takes one of what all servers share; of this server's own count if the database does not answer. */
    Verdict takeExactly(Quota quota, String subject) {
        Budget budget = budget(quota, subject);
        if (answering()) {
            try {
                return budget.takeShared(shared.get(), time.currentTimeNanos());
            } catch (RuntimeException e) {
                silent(e);
            }
        }
        return take(quota, subject);
    }

    /** Undoes {@link #takeExactly}. */
    void giveBack(Quota quota, String subject) {
        Budget budget = budget(quota, subject);
        if (answering()) {
            try {
                budget.giveBackShared(shared.get());
                return;
            } catch (RuntimeException e) {
                silent(e);
            }
        }
        budget.giveBack();
        unshared.add(budget);
    }

    /** Tells the shared buckets what was taken here since the last time; false if they do not answer. */
    synchronized boolean share() {
        roundAwaited.set(false);
        if (!answering()) {
            return false;
        }
        try {
            for (Budget budget : List.copyOf(unshared)) {
                unshared.remove(budget);
                shareOne(budget);
            }
            return true;
        } catch (RuntimeException e) {
            silent(e);
            return false;
        }
    }

    private void shareOne(Budget budget) {
        try {
            budget.share(shared.orElseThrow(), time.currentTimeNanos());
        } catch (RuntimeException e) {
            unshared.add(budget);
            throw e;
        }
    }

    /** Removes rows of budgets that are full again. */
    void clean() {
        try {
            while (answering() && shared.get().removeExpired(MOST_REMOVED) == MOST_REMOVED) {
                LOG.debug("budgets removed most={}", MOST_REMOVED);
            }
        } catch (RuntimeException e) {
            silent(e);
        }
    }

    private void shareSoon() {
        if (answering() && roundAwaited.compareAndSet(false, true)) {
            try {
                sharer.execute(this::share);
            } catch (RejectedExecutionException e) {
                LOG.debug("closed already", e);
            }
        }
    }

    private boolean answering() {
        return shared.isPresent() && time.currentTimeNanos() >= silentUntilNanos;
    }

    private void silent(RuntimeException why) {
        silentUntilNanos = time.currentTimeNanos() + PAUSE.toNanos();
        LOG.warn(
                "the shared rate limits do not answer; each server counts alone for seconds={}",
                PAUSE.toSeconds(),
                why);
    }

    private Budget budget(Quota quota, String subject) {
        String key = quota.keyOf(subject);
        return budgets.get(key, ignored -> new Budget(quota, key, time));
    }

    /** How many are kept in memory now. */
    long kept() {
        budgets.cleanUp();
        return budgets.estimatedSize();
    }

    @Override
    public void close() {
        sharer.shutdownNow();
    }
}
