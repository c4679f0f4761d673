package dev.atelier.app.diagnosis;

import dev.atelier.core.shared.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Runs all examinations side by side, at most once in ten seconds however many ask, each for ten seconds at most. Thread-safe. */
final class Round implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int AT_ONCE = 8;

    private final Supplier<List<Examination>> examinations;
    private final ExecutorService workers = Threads.workers("atelier-diagnosis", AT_ONCE);
    private List<Examined> last = List.of(); // guarded by this
    private long lookedAt; // guarded by this

    Round(Supplier<List<Examination>> examinations) {
        this.examinations = examinations;
    }

    /** An examination and what it found. */
    record Examined(Examination examination, Finding finding) {}

    synchronized List<Examined> look() {
        if (last.isEmpty() || System.nanoTime() - lookedAt >= PATIENCE.toNanos()) {
            last = run(examinations.get());
            lookedAt = System.nanoTime();
        }
        return last;
    }

    private List<Examined> run(List<Examination> all) {
        List<CompletableFuture<Finding>> running = new ArrayList<>();
        for (Examination examination : all) {
            running.add(
                    examination.costly()
                            ? CompletableFuture.completedFuture(
                                    Finding.skipped("takes long; run on the server: atelier doctor"))
                            : CompletableFuture.supplyAsync(examination::look, workers)
                                    .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        }
        List<Examined> examined = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            examined.add(new Examined(all.get(i), found(all.get(i), running.get(i))));
        }
        return examined;
    }

    private static Finding found(Examination examination, CompletableFuture<Finding> running) {
        try {
            return running.join();
        } catch (CompletionException e) {
            return Finding.failed("did not answer within " + PATIENCE.toSeconds() + " s", examination.remedy());
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
