package dev.atelier.core.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.Atelier;
import dev.atelier.core.Store;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.EntryKind;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.fakes.SettableClock;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationFilter;
import dev.atelier.core.generation.GenerationHead;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.generation.Limits;
import dev.atelier.core.generation.StartResult;
import dev.atelier.core.generation.TaskState;
import dev.atelier.core.job.JobResult;
import dev.atelier.core.memory.InMemoryBlobStore;
import dev.atelier.core.memory.InMemoryStore;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.core.shared.PageRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** One life of a generation whose process dies on its way, driven by hand; and what must hold after it. */
final class CrashRun {
    private final InMemoryStore kept;
    private final BlobStore blobs;
    private final Script script;
    private final SettableClock clock;
    private final CrashingStore store;

    private CrashRun(InMemoryStore kept, BlobStore blobs, Script script, SettableClock clock, CrashingStore store) {
        this.kept = kept;
        this.blobs = blobs;
        this.script = script;
        this.clock = clock;
        this.store = store;
    }

    /** @param lost tasks that ended without a picture */
    record Outcome(int points, int transactions, int lost) {}

    /** What is asked of whom. A new one for each run. */
    interface Script {
        /** The vendor, which dies at no point: it outlives the process. */
        ProviderFactory vendor();

        /** Lets the process die before and after the vendor takes an order, and before it answers a poll. */
        void dieAround(Runnable point);

        StartResult ask(Atelier process, Caller caller);

        /** Credits for one result. */
        long price();

        /** Puts more into the store before the first process starts. */
        default void furnish(Store store) {}

        /** Every order the vendor took. */
        List<String> accepted();
    }

    /**
     * @param deadly points at which the process dies
     * @param busy transactions that the store refuses
     */
    static Outcome run(Script script, Set<Integer> deadly, Set<Integer> busy) {
        SettableClock clock = SettableClock.standing(Instant.parse("2026-11-21T12:00:00Z"));
        InMemoryStore kept = new InMemoryStore(clock);
        BlobStore blobs = new InMemoryBlobStore(clock);
        Caller caller = new Caller(new OrgId(UUID.randomUUID()), new UserId(UUID.randomUUID()));
        kept.ledger().deposit(caller.org(), EntryKind.GRANT, Credits.of(1_000), "first", LedgerNote.bySystem("test"));
        CrashRun run = new CrashRun(kept, blobs, script, clock, new CrashingStore(kept, deadly, busy));
        Atelier.builder().store(kept).blobs(blobs).adapter(script.vendor()).build();
        script.furnish(kept);
        script.dieAround(run.store::point);
        run.start(caller);
        run.work();
        return run.check(caller);
    }

    private void start(Caller caller) {
        while (true) {
            try {
                script.ask(process(), caller);
                return;
            } catch (CrashingStore.Crash | CrashingStore.Busy noAnswer) {
                // The client saw no answer and asks again.
            }
        }
    }

    private void work() {
        Atelier process = boot();
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
                process = boot();
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

    private Atelier boot() {
        while (true) {
            try {
                return process().start();
            } catch (CrashingStore.Crash | CrashingStore.Busy died) {
                // Died while starting; it is started again.
            }
        }
    }

    private Atelier process() {
        return Atelier.builder()
                .store(store)
                .blobs(blobs)
                .adapter(script.vendor())
                .clock(clock)
                .limits(Limits.DEFAULT)
                .build();
    }

    private Outcome check(Caller caller) {
        List<GenerationId> ids = kept.generations()
                .index(caller.org(), null, GenerationFilter.ALL, PageRequest.first(50))
                .map(GenerationHead::id)
                .items();
        List<Generation> all = kept.generations().findAll(caller.org(), ids);
        assertThat(all).isNotEmpty().allMatch(generation -> generation.state().terminal());
        List<ImageTask> tasks = all.stream().flatMap(g -> g.tasks().stream()).toList();
        long arrived = tasks.stream()
                .filter(task -> task.state() == TaskState.COMPLETED)
                .count();
        assertThat(kept.ledger().verify()).isEmpty();
        assertThat(kept.ledger().balance(caller.org()).held()).isZero();
        assertThat(kept.ledger().balance(caller.org()).spent()).isEqualTo(arrived * script.price());
        assertThat(script.accepted()).doesNotHaveDuplicates();
        assertThat(script.accepted()).hasSizeLessThanOrEqualTo(tasks.size());
        return new Outcome(store.points(), store.begun(), (int) (tasks.size() - arrived));
    }
}
