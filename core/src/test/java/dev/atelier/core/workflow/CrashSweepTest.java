package dev.atelier.core.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.Atelier;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.EntryKind;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.fakes.ScriptedVendor;
import dev.atelier.core.fakes.SecondVendor;
import dev.atelier.core.fakes.SettableClock;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationFilter;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.generation.Limits;
import dev.atelier.core.generation.StartCommand;
import dev.atelier.core.generation.TaskState;
import dev.atelier.core.job.JobResult;
import dev.atelier.core.memory.InMemoryBlobStore;
import dev.atelier.core.memory.InMemoryStore;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.shared.PageRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Kills the process at every point of its life, one run a point, and at random pairs of points; after each the store must be what it
 * would be without the crash: every generation ended, every picture that arrived charged once, no order sent twice.
 */
class CrashSweepTest {
    private static final int IMAGES = 2;

    @Test
    void noPointOfDeathLosesOrRepeatsAnythingWhenTheVendorCanLookUp() {
        int points = run(Set.of(), true).points();
        assertThat(points).isGreaterThan(20);
        for (int point = 1; point <= points; point++) {
            Outcome outcome = run(Set.of(point), true);
            assertThat(outcome.lost())
                    .as("pictures lost after a crash at point %d", point)
                    .isZero();
        }
    }

    @Test
    void noPointOfDeathRepeatsOrOverchargesAnythingWhenTheVendorCannot() {
        int points = run(Set.of(), false).points();
        for (int point = 1; point <= points; point++) {
            Outcome outcome = run(Set.of(point), false);
            assertThat(outcome.lost())
                    .as("pictures lost after a crash at point %d", point)
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void neitherDoRandomSeriesOfDeaths() {
        for (long seed = 1; seed <= 400; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Set<Integer> deadly = new HashSet<>();
            IntStream.range(0, 1 + random.nextInt(5)).forEach(i -> deadly.add(1 + random.nextInt(60)));
            assertThat(run(deadly, true).lost()).as("seed %d", seed).isZero();
        }
    }

    @Test
    void aStoreThatIsBusyForAMomentCostsNoPicture() {
        int transactions = run(Set.of(), Set.of(), false).transactions();
        assertThat(transactions).isGreaterThan(8);
        for (int busy = 1; busy <= transactions; busy++) {
            assertThat(run(Set.of(), Set.of(busy), false).lost())
                    .as("pictures lost after a refused transaction, number %d", busy)
                    .isZero();
        }
    }

    @Test
    void noPointOfDeathInAFallAsksTwoVendorsForOnePicture() {
        int points = fall(Set.of(), false).points();
        assertThat(points).isGreaterThan(20);
        for (boolean findsByReference : new boolean[] {true, false}) {
            for (int point = 1; point <= points; point++) {
                assertThat(fall(Set.of(point), findsByReference).lost())
                        .as("pictures lost after a crash at point %d", point)
                        .isLessThanOrEqualTo(findsByReference ? 0 : 1);
            }
        }
    }

    /** @param lost tasks that ended without a picture */
    private record Outcome(int points, int transactions, int lost) {}

    private static Outcome run(Set<Integer> deadly, boolean findsByReference) {
        return run(deadly, Set.of(), findsByReference);
    }

    private static Outcome run(Set<Integer> deadly, Set<Integer> busy, boolean findsByReference) {
        return run(deadly, busy, findsByReference, false);
    }

    /** The first vendor is ill, and somebody cheaper makes the pictures. */
    private static Outcome fall(Set<Integer> deadly, boolean findsByReference) {
        return run(deadly, Set.of(), findsByReference, true);
    }

    private static Outcome run(Set<Integer> deadly, Set<Integer> busy, boolean findsByReference, boolean falls) {
        SettableClock clock = SettableClock.standing(Instant.parse("2026-11-21T12:00:00Z"));
        InMemoryStore kept = new InMemoryStore(clock);
        BlobStore blobs = new InMemoryBlobStore(clock);
        ScriptedVendor vendor = new ScriptedVendor();
        Caller caller = new Caller(new OrgId(UUID.randomUUID()), new UserId(UUID.randomUUID()));
        kept.ledger().deposit(caller.org(), EntryKind.GRANT, Credits.of(100), "first", LedgerNote.bySystem("test"));
        Atelier.builder().store(kept).blobs(blobs).adapter(vendor).build();
        if (falls) {
            SecondVendor.join(kept);
        }
        CrashingStore store = new CrashingStore(kept, deadly, busy);
        vendor.findsByReference = findsByReference;
        vendor.onSubmit = order -> {
            store.point();
            if (falls && order.model().equals(ScriptedVendor.MODEL)) {
                throw ScriptedVendor.failure(FailureKind.UNAVAILABLE);
            }
            var answer = vendor.accept(order);
            store.point();
            return answer;
        };
        vendor.onPoll = task -> {
            store.point();
            return vendor.succeed(task);
        };
        start(store, blobs, vendor, clock, caller);
        work(store, blobs, vendor, clock);
        return check(kept, store, vendor, caller, falls ? SecondVendor.PRICE : ScriptedVendor.PRICE);
    }

    private static void start(
            CrashingStore store, BlobStore blobs, ScriptedVendor vendor, SettableClock clock, Caller caller) {
        StartCommand command =
                StartCommand.prompt(caller, "a red square").count(IMAGES).build();
        while (true) {
            try {
                process(store, blobs, vendor, clock).start(command);
                return;
            } catch (CrashingStore.Crash | CrashingStore.Busy noAnswer) {
                // The client saw no answer and asks again.
            }
        }
    }

    private static void work(CrashingStore store, BlobStore blobs, ScriptedVendor vendor, SettableClock clock) {
        Atelier process = boot(store, blobs, vendor, clock);
        for (int steps = 0; !store.pending.isEmpty(); steps++) {
            assertThat(steps).as("steps until everything has ended").isLessThan(5_000);
            CrashingStore.Pending next = store.pending.removeFirst();
            clock.advance(Duration.ofMillis(10));
            try {
                JobResult result = store.handler.run(next.job(), next.failures() + 1);
                result.fold(() -> true, again -> {
                    clock.advance(again.after());
                    return store.pending.add(next);
                });
            } catch (CrashingStore.Crash crash) {
                store.pending.addFirst(next);
                process.close();
                process = boot(store, blobs, vendor, clock);
            } catch (RuntimeException failure) {
                if (next.failures() >= 5) {
                    store.handler.exhausted(next.job(), failure);
                } else {
                    store.pending.add(new CrashingStore.Pending(next.job(), next.failures() + 1));
                }
            }
        }
        process.close();
    }

    private static Atelier boot(CrashingStore store, BlobStore blobs, ScriptedVendor vendor, SettableClock clock) {
        while (true) {
            try {
                return process(store, blobs, vendor, clock).start();
            } catch (CrashingStore.Crash | CrashingStore.Busy died) {
                // Died while starting; it is started again.
            }
        }
    }

    private static Atelier process(CrashingStore store, BlobStore blobs, ScriptedVendor vendor, SettableClock clock) {
        return Atelier.builder()
                .store(store)
                .blobs(blobs)
                .adapter(vendor)
                .clock(clock)
                .limits(Limits.DEFAULT)
                .build();
    }

    private static Outcome check(
            InMemoryStore kept, CrashingStore store, ScriptedVendor vendor, Caller caller, Credits price) {
        List<Generation> all = kept.generations()
                .list(caller.org(), GenerationFilter.ALL, PageRequest.first(50))
                .items();
        assertThat(all).isNotEmpty().allMatch(generation -> generation.state().terminal());
        List<ImageTask> tasks = all.stream().flatMap(g -> g.tasks().stream()).toList();
        long arrived = tasks.stream()
                .filter(task -> task.state() == TaskState.COMPLETED)
                .count();
        assertThat(kept.ledger().verify()).isEmpty();
        assertThat(kept.ledger().balance(caller.org()).held()).isZero();
        assertThat(kept.ledger().balance(caller.org()).spent()).isEqualTo(arrived * price.amount());
        assertThat(vendor.accepted.stream().map(ImageOrder::reference)).doesNotHaveDuplicates();
        assertThat(vendor.accepted).hasSizeLessThanOrEqualTo(tasks.size());
        return new Outcome(store.points(), store.begun(), (int) (tasks.size() - arrived));
    }
}
