package dev.atelier.app.bench;

import dev.atelier.app.e2e.ApiClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What the rate limits cost an ordinary read: a server that counts and one that does not, asked in turn so that both meet the same machine. */
final class Reads implements AutoCloseable {
    private static final int CALLERS = 8;
    private static final int ROUNDS = 12;

    private final Rig counting;
    private final Rig free;

    Reads(Database database, Path folder) throws Exception {
        free = new Rig(database, folder, "free", Map.of()).start();
        counting = new Rig(
                        database,
                        folder,
                        "counting",
                        Map.of("ATELIER_RATE_LIMITS", "true", "ATELIER_LIMIT_READS", "1000000"))
                .start();
    }

    void measure(Report report, Duration time) throws Exception {
        Duration round = time.dividedBy(ROUNDS);
        // The compiler of a young JVM would be most of what is measured.
        rate(free, time, new Times());
        rate(counting, time, new Times());
        Times counted = new Times();
        Times uncounted = new Times();
        Database.Work countedBefore = counting.databaseWork();
        Database.Work uncountedBefore = free.databaseWork();
        long countedCpu = Cpu.millisOfTree(counting.server.pid());
        long uncountedCpu = Cpu.millisOfTree(free.server.pid());
        for (int i = 0; i < ROUNDS; i++) {
            rate(i % 2 == 0 ? counting : free, round, i % 2 == 0 ? counted : uncounted);
            rate(i % 2 == 0 ? free : counting, round, i % 2 == 0 ? uncounted : counted);
        }
        countedCpu = Cpu.millisOfTree(counting.server.pid()) - countedCpu;
        uncountedCpu = Cpu.millisOfTree(free.server.pid()) - uncountedCpu;
        long countedCommits = counting.databaseWork().since(countedBefore).commits();
        long uncountedCommits = free.databaseWork().since(uncountedBefore).commits();
        report.row(
                "GET /api/v1/me, " + CALLERS + " callers, with limits to without: answers",
                "%.3f (%d to %d)",
                (double) counted.count() / uncounted.count(),
                counted.count(),
                uncounted.count());
        report.row(
                "- p50 / p99 with limits; without",
                "%s / %s ms; %s / %s ms",
                counted.millis(50, 0),
                counted.millis(99, 0),
                uncounted.millis(50, 0),
                uncounted.millis(99, 0));
        report.row(
                "- each: commits; CPU of the server",
                "%.3f; %.3f ms / %.3f; %.3f ms",
                (double) countedCommits / counted.count(),
                (double) countedCpu / counted.count(),
                (double) uncountedCommits / uncounted.count(),
                (double) uncountedCpu / uncounted.count());
    }

    private static void rate(Rig rig, Duration time, Times times) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            running.add(callers.submit(() -> {
                while (System.nanoTime() < end) {
                    long begin = System.nanoTime();
                    ApiClient.Answer answer = rig.get("/api/v1/me");
                    if (answer.status() != 200) {
                        throw new AssertionError(answer.json().toString());
                    }
                    times.add(System.nanoTime() - begin);
                }
                return null;
            }));
        }
        for (Future<?> one : running) {
            one.get();
        }
        callers.shutdown();
    }

    @Override
    public void close() {
        free.close();
        counting.close();
    }
}
