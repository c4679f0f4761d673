package dev.atelier.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.persistence.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a real server with -9 at each step of a generation: before and after every commit that changes rows, and in the midst of every
 * exchange with the vendor. A generation without a death tells which moments there are; then one generation a moment dies there.
 *
 * <p>A sample, evenly spread, by default; {@code -Dkill.points=all} takes every moment, a number that many. The seed is printed.
 */
class KillAtEachStepIT {
    private static final String POINTS = System.getProperty("kill.points", "6");
    private static final int LANES = Integer.getInteger("kill.lanes", 3);
    private static final long SEED = Long.getLong("kill.seed", System.nanoTime());

    @TempDir
    Path folder;

    private final Map<String, Integer> outcomes = new TreeMap<>();
    private int killed;

    @Test
    void noStepIsADeadlyOne() throws Exception {
        Instant begin = Instant.now();
        ExecutorService threads = Executors.newFixedThreadPool(LANES);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("postgres"))) {
            Queue<Reaper.Moment> open = new ConcurrentLinkedQueue<>();
            Queue<Reaper.Moment> spare = new ConcurrentLinkedQueue<>();
            List<Reaper.Moment> all;
            List<Reaper.Moment> chosen;
            try (KillLane first = new KillLane("lane0", postgres, folder)) {
                KillLane.Outcome whole = first.run(null, false);
                assertThat(whole.arrived()).isEqualTo(KillLane.IMAGES);
                all = whole.passed();
                assertThat(all).hasSizeGreaterThan(40);
                chosen = sample(all);
                open.addAll(chosen);
                spare.addAll(sparesOf(all, chosen));
                System.out.println("kill: moments=" + all.size() + " chosen=" + chosen.size() + " seed=" + SEED);
                List<Future<?>> others = new ArrayList<>();
                for (int i = 1; i < LANES; i++) {
                    String name = "lane" + i;
                    others.add(threads.submit(() -> {
                        try (KillLane lane = new KillLane(name, postgres, folder)) {
                            work(lane, open, spare);
                        }
                        return null;
                    }));
                }
                work(first, open, spare);
                for (Future<?> other : others) {
                    other.get();
                }
            }
            System.out.println("kill: killed=" + killed + " of " + chosen.size() + " outcomes=" + outcomes + " in "
                    + Duration.between(begin, Instant.now()).toSeconds() + " s");
            // A moment that depends on who is faster may be missing from another run; a spare one stood in for it.
            assertThat(killed).as("moments at which the server died").isGreaterThan(chosen.size() * 3 / 4);
        } finally {
            threads.shutdownNow();
        }
    }

    private void work(KillLane lane, Queue<Reaper.Moment> open, Queue<Reaper.Moment> spare) throws Exception {
        for (Reaper.Moment moment = open.poll(); moment != null; moment = open.poll()) {
            // Both kinds of vendor: one that rings once, and one that rings until somebody listens.
            try {
                KillLane.Outcome outcome = lane.run(moment, moment.nth() % 2 == 0);
                note(moment, outcome);
                Reaper.Moment next = outcome.killed() ? null : spare.poll();
                if (next != null) {
                    open.add(next);
                }
            } catch (Throwable failure) {
                // One failure tells enough; the other servers need not die for it.
                open.clear();
                throw failure;
            }
        }
    }

    private synchronized void note(Reaper.Moment moment, KillLane.Outcome outcome) {
        killed += outcome.killed() ? 1 : 0;
        String end = outcome.state() + (outcome.lost() > 0 ? " " + outcome.lost() + " unknown" : "");
        outcomes.merge(outcome.killed() ? end : "not met", 1, Integer::sum);
        System.out.println("kill: " + moment + " -> " + (outcome.killed() ? "killed, " : "not met, ") + end
                + ", in doubt at death " + outcome.inDoubt());
    }

    // Those just after the chosen ones: each may stand in for a moment that another run did not come to.
    private static List<Reaper.Moment> sparesOf(List<Reaper.Moment> all, List<Reaper.Moment> chosen) {
        return chosen.stream()
                .map(moment -> all.get((all.indexOf(moment) + 1) % all.size()))
                .filter(moment -> !chosen.contains(moment))
                .toList();
    }

    private static List<Reaper.Moment> sample(List<Reaper.Moment> all) {
        if (POINTS.equals("all")) {
            return all;
        }
        int wanted = Math.min(Integer.parseInt(POINTS), all.size());
        double step = (double) all.size() / wanted;
        double offset = new SplittableRandom(SEED).nextDouble() * step;
        List<Reaper.Moment> chosen = new ArrayList<>();
        for (int i = 0; i < wanted; i++) {
            chosen.add(all.get((int) (offset + i * step)));
        }
        return chosen;
    }
}
