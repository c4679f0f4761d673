package dev.atelier.app.operations;

import dev.atelier.core.shared.Threads;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the checks, at most once in two seconds however many ask, and never longer than two seconds each. Thread-safe. */
final class Readiness implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
    private static final long PATIENCE_MILLIS = 2_000;

    private final List<Check> checks;
    private final long cachedNanos;
    private final ExecutorService workers;
    private Map<String, Boolean> last = Map.of(); // guarded by this
    private long lookedAt; // guarded by this
    private boolean looked; // guarded by this

    Readiness(List<Check> checks, Duration cached) {
        this.checks = List.copyOf(checks);
        this.cachedNanos = cached.toNanos();
        this.workers = Threads.workers("atelier-checks", Math.max(1, checks.size()));
    }

    /** Each check's name and whether it holds, at most two seconds old. */
    synchronized Map<String, Boolean> look() {
        if (!looked || System.nanoTime() - lookedAt >= cachedNanos) {
            last = run();
            lookedAt = System.nanoTime();
            looked = true;
        }
        return last;
    }

    private Map<String, Boolean> run() {
        Map<String, CompletableFuture<Boolean>> running = new LinkedHashMap<>();
        checks.forEach(check -> running.put(
                check.name(), CompletableFuture.supplyAsync(() -> check.holds().getAsBoolean(), workers)));
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        Map<String, Boolean> results = new LinkedHashMap<>();
        running.forEach((name, result) -> results.put(name, holds(name, result, deadline)));
        return results;
    }

    private static boolean holds(String name, CompletableFuture<Boolean> result, long deadline) {
        try {
            return result.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the check {} failed: {}", name, e.toString());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
