package dev.atelier.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.atelier.core.account.Org;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.event.Event;
import dev.atelier.core.event.EventId;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.fakes.SettableClock;
import dev.atelier.core.job.Job;
import dev.atelier.core.job.JobHandler;
import dev.atelier.core.job.JobRecord;
import dev.atelier.core.job.JobResult;
import dev.atelier.core.job.Priority;
import dev.atelier.core.job.RetrySchedule;
import dev.atelier.core.shared.PageRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the store in memory promises beyond the contracts. */
class InMemoryStoreTest {
    private static final OrgId ORG = new OrgId(UUID.randomUUID());

    @Test
    void noThreadOutlivesTheStore() {
        // A pool counts a thread as ended some microseconds before the JVM does, hence the patience.
        await().atMost(Duration.ofSeconds(2)).until(() -> atelierThreads() == 0);
        InMemoryStore store = InMemoryStore.create();
        assertThat(atelierThreads()).isZero();
        AtomicInteger runs = new AtomicInteger();
        store.jobs().start(handler(runs));
        for (int i = 0; i < 50; i++) {
            store.jobs().enqueue(job(Priority.NORMAL));
        }
        await().until(() -> runs.get() == 50);
        assertThat(atelierThreads()).isPositive();

        store.close();

        await().atMost(Duration.ofSeconds(2)).until(() -> atelierThreads() == 0);
    }

    @Test
    void aCaughtFailureOfAPartLeavesNoHalfOfIt() {
        InMemoryStore store = InMemoryStore.create();
        Org kept = Samples.org();
        Org lost = Samples.org();

        store.transactions().run(() -> {
            store.accounts().insertOrg(kept);
            assertThatThrownBy(() -> store.transactions().run(() -> {
                        store.accounts().insertOrg(lost);
                        store.accounts().insertOrg(kept);
                    }))
                    .isInstanceOf(IllegalStateException.class);
        });

        assertThat(store.accounts().orgs()).containsExactly(kept);
    }

    @Test
    void onlyTheNewestEventsAreKept() {
        InMemoryStore store = InMemoryStore.create();
        store.transactions().run(() -> {
            for (int i = 0; i < InMemoryEventLog.KEPT + 5; i++) {
                store.events().append(ORG, null, "e" + i, Samples.NOW, Map.of());
            }
        });

        List<Event> first = store.events().after(ORG, null, EventId.START, 1);
        assertThat(first).extracting(Event::type).containsExactly("e5");
        assertThat(store.events().oldest(ORG)).contains(first.get(0).id());
    }

    @Test
    void aFailedJobWaitsByTheInjectedClock() {
        SettableClock clock = SettableClock.standing(Samples.NOW);
        RetrySchedule hourly = new RetrySchedule(2, Duration.ofHours(1), Duration.ofHours(1));
        AtomicInteger runs = new AtomicInteger();
        try (InMemoryStore store = new InMemoryStore(clock, hourly, new Random(1), 1)) {
            store.jobs().start(new JobHandler() {
                @Override
                public JobResult run(Job job, int attempt) {
                    runs.incrementAndGet();
                    throw new IllegalStateException("no luck");
                }

                @Override
                public void exhausted(Job job, RuntimeException lastFailure) {}
            });
            store.jobs().enqueue(job(Priority.HIGH));
            await().until(() -> store.jobs().depth().waiting() == 1 && runs.get() == 1);
            JobRecord waiting = only(store);
            assertThat(waiting.dueAt())
                    .isBetween(Samples.NOW.plus(Duration.ofMinutes(30)), Samples.NOW.plus(Duration.ofHours(1)));

            clock.advance(Duration.ofHours(1));

            await().until(() -> store.jobs().depth().dead() == 1);
            assertThat(only(store).dueAt()).isEqualTo(clock.instant());
        }
    }

    @Test
    void aLowJobGoesBeforeAnUrgentOneThatCameMuchLater() {
        SettableClock clock = SettableClock.standing(Samples.NOW);
        InMemoryStore store = new InMemoryStore(clock, RetrySchedule.DEFAULT, new Random(1), 1);
        InMemoryJobQueue queue = (InMemoryJobQueue) store.jobs();
        queue.enqueue(job(Priority.LOW));
        clock.advance(InMemoryJobQueue.PRIORITY_STEP.multipliedBy(2).minusMillis(1));
        queue.enqueue(job(Priority.HIGH));
        clock.advance(Duration.ofMillis(2));
        queue.enqueue(job(Priority.HIGH));

        assertThat(List.of(taken(queue), taken(queue), taken(queue)))
                .containsExactly(Priority.HIGH, Priority.LOW, Priority.HIGH);
    }

    @Test
    void aJobWhoseDeadLetterCannotBeWrittenIsTriedAgain() {
        AtomicInteger gaveUp = new AtomicInteger();
        RetrySchedule quick = new RetrySchedule(1, Duration.ofMillis(1), Duration.ofMillis(1));
        try (InMemoryStore store = new InMemoryStore(SettableClock.running(), quick, new Random(1), 1)) {
            store.jobs().start(new JobHandler() {
                @Override
                public JobResult run(Job job, int attempt) {
                    assertThat(attempt).isEqualTo(1);
                    throw new IllegalStateException("no luck");
                }

                @Override
                public void exhausted(Job job, RuntimeException lastFailure) {
                    if (gaveUp.incrementAndGet() < 3) {
                        throw new IllegalStateException("not now");
                    }
                }
            });
            store.jobs().enqueue(job(Priority.NORMAL));

            await().until(() -> store.jobs().depth().dead() == 1);
            assertThat(gaveUp).hasValue(3);
            assertThat(only(store).failures()).isEqualTo(1);
        }
    }

    @Test
    void aJobThatBreaksWithAnErrorIsCountedAndHarmsNoWorker() {
        RetrySchedule once = new RetrySchedule(1, Duration.ofMillis(1), Duration.ofMillis(1));
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch second = new CountDownLatch(1);
        try (InMemoryStore store = new InMemoryStore(SettableClock.running(), once, new Random(1), 1)) {
            store.jobs().start(new JobHandler() {
                @Override
                public JobResult run(Job job, int attempt) {
                    if (runs.incrementAndGet() == 1) {
                        throw new StackOverflowError("deep");
                    }
                    second.countDown();
                    return JobResult.done();
                }

                @Override
                public void exhausted(Job job, RuntimeException lastFailure) {}
            });
            store.jobs().enqueue(job(Priority.NORMAL));
            store.jobs().enqueue(job(Priority.LOW));

            await().until(() -> second.getCount() == 0);
            assertThat(only(store).attempts())
                    .singleElement()
                    .satisfies(attempt -> assertThat(attempt.error()).contains("StackOverflowError"));
        }
    }

    private static Priority taken(InMemoryJobQueue queue) {
        return queue.take().orElseThrow().job().priority();
    }

    private static JobRecord only(InMemoryStore store) {
        return store.jobs().list(ORG, null, PageRequest.first(1)).items().get(0);
    }

    private static Job job(Priority priority) {
        return new Job("test.step", ORG, UUID.randomUUID(), "", priority);
    }

    private static JobHandler handler(AtomicInteger runs) {
        return new JobHandler() {
            @Override
            public JobResult run(Job job, int attempt) {
                runs.incrementAndGet();
                return JobResult.done();
            }

            @Override
            public void exhausted(Job job, RuntimeException lastFailure) {}
        };
    }

    private static long atelierThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("atelier-job"))
                .count();
    }
}
