package dev.atelier.core.job.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.atelier.core.Store;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.job.Job;
import dev.atelier.core.job.JobHandler;
import dev.atelier.core.job.JobRecord;
import dev.atelier.core.job.JobResult;
import dev.atelier.core.job.Priority;
import dev.atelier.core.job.RetrySchedule;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link JobQueue} promises. Each test needs a queue without jobs of another. */
public abstract class JobQueueContract {
    /** What the queues under test retry by. */
    public static final RetrySchedule RETRIES = new RetrySchedule(3, Duration.ofMillis(20), Duration.ofMillis(60));

    private static final Duration SOON = Duration.ofSeconds(30);

    private final List<JobQueue.Workers> started = new ArrayList<>();
    private JobQueue jobs;
    private OrgId org;

    /** A store whose queue retries by {@link #RETRIES} and has four workers or more; the same during one test. */
    protected abstract Store store();

    /** A store whose queue retries by {@link #RETRIES} and has exactly one worker; its queue is empty. */
    protected abstract Store storeWithOneWorker();

    /** Another process on the database of {@link #store()}; the same store where there can be only one. */
    protected Store secondNode() {
        return store();
    }

    /** Lets this much time pass for the queue where its clock can be moved; else real time has to do. */
    protected void timePasses(Duration time) {}

    @BeforeEach
    void makeTenant() {
        jobs = store().jobs();
        org = Samples.tenant(store()).id();
    }

    @AfterEach
    void stopWorkers() {
        started.forEach(JobQueue.Workers::close);
    }

    @Test
    void eachJobRunsOnceAndIsGone() {
        Recorder recorder = new Recorder();
        start(jobs, recorder);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            names.add("j" + i);
            jobs.enqueue(job("j" + i));
        }

        awaitEmpty(jobs);
        assertThat(recorder.runs).containsExactlyInAnyOrderElementsOf(names);
        assertThat(recorder.attempts).containsOnly(1);
    }

    @Test
    void aJobComesBackAsItWasGiven() {
        List<Job> seen = new CopyOnWriteArrayList<>();
        Job job = new Job("image.submit", org, UUID.randomUUID(), "task \u2615 1", Priority.LOW);
        start(jobs, new Recorder() {
            @Override
            JobResult answer(Job given, int attempt) {
                seen.add(given);
                return JobResult.done();
            }
        });
        jobs.enqueue(job);

        awaitEmpty(jobs);
        assertThat(seen).containsExactly(job);
    }

    @Test
    void aJobEnqueuedBeforeTheWorkersStartedIsTaken() {
        jobs.enqueue(job("early"));
        Recorder recorder = new Recorder();
        start(jobs, recorder);

        awaitEmpty(jobs);
        assertThat(recorder.runs).containsExactly("early");
    }

    @Test
    void aNamedJobIsAddedOnceAndWithdrawnWhileItWaits() {
        String name = "poll:" + UUID.randomUUID();
        jobs.enqueue(name, job("first"), Duration.ofHours(1));
        jobs.enqueue(name, job("second"), Duration.ofHours(1));
        assertThat(jobs.depth().waiting()).isEqualTo(1);

        assertThatThrownBy(() -> store().transactions().run(() -> {
                    assertThat(jobs.withdraw(name)).isTrue();
                    throw new UnsupportedOperationException("back");
                }))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(jobs.depth().waiting()).isEqualTo(1);

        assertThat(jobs.withdraw(name)).isTrue();
        assertThat(jobs.withdraw(name)).isFalse();
        assertThat(jobs.depth().waiting()).isZero();
    }

    @Test
    void aNamedJobThatRunsIsNotWithdrawnAndItsNameIsFreeAfterwards() {
        String name = "poll:" + UUID.randomUUID();
        List<Boolean> withdrawn = new CopyOnWriteArrayList<>();
        start(jobs, new Recorder() {
            @Override
            JobResult answer(Job job, int attempt) {
                withdrawn.add(jobs.withdraw(name));
                return JobResult.done();
            }
        });
        jobs.enqueue(name, job("first"), Duration.ZERO);
        awaitEmpty(jobs);
        jobs.enqueue(name, job("second"), Duration.ZERO);
        awaitEmpty(jobs);

        assertThat(withdrawn).containsExactly(false, false);
    }

    @Test
    void theNameOfADeadJobIsTakenUntilItIsThrownAway() {
        String name = "poll:" + UUID.randomUUID();
        start(jobs, failing());
        jobs.enqueue(name, job("first"), Duration.ZERO);
        JobRecord dead = awaitDead();
        jobs.enqueue(name, job("second"), Duration.ofHours(1));
        assertThat(jobs.depth().waiting()).isZero();
        assertThat(jobs.withdraw(name)).isFalse();

        assertThat(jobs.discard(dead.id())).isTrue();
        jobs.enqueue(name, job("third"), Duration.ofHours(1));
        assertThat(jobs.depth().waiting()).isEqualTo(1);
    }

    @Test
    void whatIsDoneWhenTheWorkersCloseIsNotRunAgain() {
        Recorder recorder = new Recorder();
        JobQueue.Workers workers = start(jobs, recorder);
        for (int i = 0; i < 50; i++) {
            jobs.enqueue(job("j" + i));
        }
        await().atMost(SOON).until(() -> recorder.runs.size() == 50);
        workers.close();

        JobQueue.Depth depth = jobs.depth();
        assertThat(depth.waiting() + depth.running()).isZero();
    }

    @Test
    void aRolledBackJobDoesNotExist() {
        Recorder recorder = new Recorder();
        start(jobs, recorder);
        assertThatThrownBy(() -> store().transactions().run(() -> {
                    jobs.enqueue(job("lost"));
                    throw new UnsupportedOperationException("back");
                }))
                .isInstanceOf(UnsupportedOperationException.class);
        jobs.enqueue(job("kept"));

        awaitEmpty(jobs);
        assertThat(recorder.runs).containsExactly("kept");
    }

    @Test
    void aJobIsNotRunBeforeItsTransactionCommits() {
        CountDownLatch ran = new CountDownLatch(1);
        start(jobs, new Recorder() {
            @Override
            JobResult answer(Job job, int attempt) {
                ran.countDown();
                return JobResult.done();
            }
        });
        boolean ranTooEarly = store().transactions().inTransaction(() -> {
            jobs.enqueue(job("j"));
            return waitFor(ran, Duration.ofMillis(250));
        });

        assertThat(ranTooEarly).isFalse();
        assertThat(waitFor(ran, SOON)).isTrue();
    }

    @Test
    void aJobQueuesTheNextInATransactionOfItsOwn() {
        Recorder recorder = new Recorder() {
            @Override
            JobResult answer(Job job, int attempt) {
                int number = Integer.parseInt(job.detail());
                store().transactions().run(() -> {
                    if (number < 10) {
                        jobs.enqueue(job(Integer.toString(number + 1)));
                    }
                });
                return JobResult.done();
            }
        };
        start(jobs, recorder);
        jobs.enqueue(job("1"));

        await().atMost(SOON).untilAsserted(() -> assertThat(recorder.runs).hasSize(10));
        assertThat(recorder.runs).containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
    }

    @Test
    void aJobWaitsUntilItIsDue() {
        List<Long> ranAt = new CopyOnWriteArrayList<>();
        start(jobs, new Recorder() {
            @Override
            JobResult answer(Job job, int attempt) {
                ranAt.add(System.nanoTime());
                return JobResult.done();
            }
        });
        long before = System.nanoTime();
        jobs.enqueue(job("later"), Duration.ofMillis(300));

        await().atMost(SOON).untilAsserted(() -> assertThat(ranAt).hasSize(1));
        // Ten milliseconds for clocks that round.
        assertThat(Duration.ofNanos(ranAt.get(0) - before)).isGreaterThan(Duration.ofMillis(290));
    }

    @Test
    void againIsNotAnAttempt() {
        AtomicInteger calls = new AtomicInteger();
        Recorder recorder = new Recorder() {
            @Override
            JobResult answer(Job job, int attempt) {
                int call = calls.incrementAndGet();
                if (call <= 5) {
                    return JobResult.again(Duration.ofMillis(5));
                }
                if (call == 6) {
                    throw new IllegalStateException("once");
                }
                return call == 7 ? JobResult.again(Duration.ZERO) : JobResult.done();
            }
        };
        start(jobs, recorder);
        jobs.enqueue(job("j"));

        awaitEmpty(jobs);
        assertThat(recorder.attempts).containsExactly(1, 1, 1, 1, 1, 1, 2, 2);
        assertThat(recorder.exhausted).isEmpty();
    }

    @Test
    void aFailingJobIsTriedAgainAndThenKeptAsADeadLetter() {
        Recorder recorder = failing();
        start(jobs, recorder);
        jobs.enqueue(job("bad"));

        JobRecord dead = awaitDead();
        assertThat(recorder.attempts).containsExactly(1, 2, 3);
        assertThat(recorder.exhausted).containsExactly("bad");
        assertThat(dead.failures()).isEqualTo(3);
        assertThat(dead.job().detail()).isEqualTo("bad");
        assertThat(dead.state()).isEqualTo(JobRecord.State.DEAD);
        assertThat(dead.attempts()).extracting(JobRecord.Attempt::number).containsExactly(1, 2, 3);
        assertThat(dead.attempts())
                .allSatisfy(attempt -> assertThat(attempt.error())
                        .contains("IllegalStateException")
                        .contains("no luck"));
        assertThat(dead.attempts()).extracting(JobRecord.Attempt::at).isSorted();
        assertThat(jobs.find(dead.id())).contains(dead);
        assertThat(jobs.depth()).isEqualTo(new JobQueue.Depth(0, 0, 1, Duration.ZERO));
    }

    @Test
    void exhaustedRunsInTheTransactionOfTheDeadLetter() {
        AtomicBoolean committedInside = new AtomicBoolean();
        AtomicBoolean committed = new AtomicBoolean();
        Recorder recorder = new Recorder() {
            @Override
            JobResult answer(Job job, int attempt) {
                throw new IllegalStateException("no luck");
            }

            @Override
            public void exhausted(Job job, RuntimeException lastFailure) {
                super.exhausted(job, lastFailure);
                store().transactions().afterCommit(() -> committed.set(true));
                committedInside.set(committed.get());
                store().events().append(org, null, "dead", Samples.NOW, Map.of());
            }
        };
        start(jobs, recorder);
        jobs.enqueue(job("bad"));

        awaitDead();
        await().atMost(SOON).untilTrue(committed);
        assertThat(committedInside).isFalse();
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(store().events().after(org, null, dev.atelier.core.event.EventId.START, 10))
                                .hasSize(1));
        assertThat(recorder.exhausted).containsExactly("bad");
    }

    @Test
    void aDeadLetterIsDrivenAgainOnDemandWithAFreshCount() {
        AtomicBoolean healed = new AtomicBoolean();
        Recorder recorder = new Recorder() {
            @Override
            JobResult answer(Job job, int attempt) {
                if (healed.get()) {
                    return JobResult.done();
                }
                throw new IllegalStateException("no luck");
            }
        };
        start(jobs, recorder);
        jobs.enqueue(job("bad"));
        String id = awaitDead().id();
        healed.set(true);

        assertThat(jobs.retry(id)).isTrue();
        awaitEmpty(jobs);
        assertThat(recorder.attempts).containsExactly(1, 2, 3, 1);
        assertThat(jobs.retry(id)).isFalse();
        assertThat(jobs.depth().dead()).isZero();
    }

    @Test
    void aDeadLetterIsThrownAwayOnDemand() {
        start(jobs, failing());
        jobs.enqueue(job("bad"));
        String id = awaitDead().id();

        assertThat(jobs.discard(id)).isTrue();
        assertThat(jobs.discard(id)).isFalse();
        assertThat(jobs.retry(id)).isFalse();
        assertThat(jobs.find(id)).isEmpty();
        assertThat(jobs.depth().dead()).isZero();
    }

    @Test
    void onlyADeadLetterIsRetriedOrDiscarded() {
        jobs.enqueue(job("waiting"), Duration.ofHours(1));
        String id = list(JobRecord.State.WAITING).get(0).id();

        assertThat(jobs.retry(id)).isFalse();
        assertThat(jobs.discard(id)).isFalse();
        assertThat(jobs.retry("no-such-job")).isFalse();
        assertThat(jobs.discard("no-such-job")).isFalse();
        assertThat(jobs.find("no-such-job")).isEmpty();
        assertThat(jobs.find(id)).isPresent();
    }

    @Test
    void theUrgentGoFirst() {
        Store single = storeWithOneWorker();
        OrgId owner = Samples.tenant(single).id();
        single.transactions().run(() -> {
            single.jobs().enqueue(job(owner, "low", Priority.LOW));
            single.jobs().enqueue(job(owner, "normal", Priority.NORMAL));
            single.jobs().enqueue(job(owner, "high", Priority.HIGH));
        });
        Recorder recorder = new Recorder();
        start(single.jobs(), recorder);

        awaitEmpty(single.jobs());
        assertThat(recorder.runs).containsExactly("high", "normal", "low");
    }

    @Test
    void aLowJobRunsThoughUrgentOnesNeverEnd() {
        Store single = storeWithOneWorker();
        OrgId owner = Samples.tenant(single).id();
        CountDownLatch lowRan = new CountDownLatch(1);
        AtomicInteger urgent = new AtomicInteger();
        Recorder recorder = new Recorder() {
            @Override
            JobResult answer(Job job, int attempt) {
                if (job.priority() == Priority.LOW) {
                    lowRan.countDown();
                } else if (lowRan.getCount() > 0) {
                    urgent.incrementAndGet();
                    timePasses(Duration.ofMillis(500));
                    single.jobs().enqueue(job(owner, "high", Priority.HIGH));
                }
                return JobResult.done();
            }
        };
        single.transactions().run(() -> {
            single.jobs().enqueue(job(owner, "low", Priority.LOW));
            // Two, so that one is always waiting while the other runs.
            single.jobs().enqueue(job(owner, "high", Priority.HIGH));
            single.jobs().enqueue(job(owner, "high", Priority.HIGH));
        });
        start(single.jobs(), recorder);

        assertThat(waitFor(lowRan, Duration.ofSeconds(60))).isTrue();
        assertThat(urgent).hasPositiveValue();
    }

    @Test
    void closeWaitsForTheRunningJob() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        JobQueue.Workers workers = start(jobs, new Recorder() {
            @Override
            JobResult answer(Job job, int attempt) {
                running.countDown();
                ended.set(waitFor(mayEnd, SOON));
                return JobResult.done();
            }
        });
        jobs.enqueue(job("slow"));
        assertThat(waitFor(running, SOON)).isTrue();
        assertThat(jobs.depth().running()).isEqualTo(1);

        CompletableFuture<Void> closing = CompletableFuture.runAsync(workers::close);
        assertThatThrownBy(() -> closing.get(200, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        mayEnd.countDown();
        closing.get(30, TimeUnit.SECONDS);

        assertThat(ended).isTrue();
        assertThat(jobs.depth()).isEqualTo(new JobQueue.Depth(0, 0, 0, Duration.ZERO));
    }

    @Test
    void whatClosedWorkersLeftIsTakenUpByTheNext() {
        Recorder first = new Recorder();
        JobQueue.Workers workers = start(jobs, first);
        workers.close();
        jobs.enqueue(job("left"));
        assertThat(jobs.depth().waiting()).isEqualTo(1);

        Recorder second = new Recorder();
        start(jobs, second);
        awaitEmpty(jobs);
        assertThat(first.runs).isEmpty();
        assertThat(second.runs).containsExactly("left");
    }

    @Test
    void twoSetsOfWorkersNeverRunOneJobTwice() {
        Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
        Set<String> inHand = ConcurrentHashMap.newKeySet();
        List<String> twiceAtOnce = new CopyOnWriteArrayList<>();
        Recorder recorder = new Recorder() {
            @Override
            JobResult answer(Job job, int attempt) {
                if (!inHand.add(job.detail())) {
                    twiceAtOnce.add(job.detail());
                }
                int run = counts.computeIfAbsent(job.detail(), name -> new AtomicInteger())
                        .incrementAndGet();
                inHand.remove(job.detail());
                return run == 1 ? JobResult.again(Duration.ofMillis(1)) : JobResult.done();
            }
        };
        start(jobs, recorder);
        start(secondNode().jobs(), recorder);
        store().transactions().run(() -> {
            for (int i = 0; i < 100; i++) {
                jobs.enqueue(job("j" + i));
            }
        });

        awaitEmpty(jobs);
        assertThat(twiceAtOnce).isEmpty();
        assertThat(counts).hasSize(100);
        assertThat(counts.values()).extracting(AtomicInteger::get).containsOnly(2);
    }

    @Test
    void jobsAreListedByOrgAndStateSoonestFirst() {
        OrgId other = Samples.tenant(store()).id();
        for (int i = 5; i > 0; i--) {
            jobs.enqueue(job("j" + i), Duration.ofHours(i));
        }
        jobs.enqueue(job(other, "foreign", Priority.HIGH), Duration.ofMinutes(1));

        assertThat(details(jobs.list(org, null, PageRequest.first(10)))).containsExactly("j1", "j2", "j3", "j4", "j5");
        assertThat(details(jobs.list(null, JobRecord.State.WAITING, PageRequest.first(10))))
                .startsWith("foreign", "j1");
        assertThat(details(jobs.list(org, JobRecord.State.DEAD, PageRequest.first(10))))
                .isEmpty();
        Page<JobRecord> first = jobs.list(org, null, PageRequest.first(2));
        Page<JobRecord> second = jobs.list(org, null, new PageRequest(2, first.nextCursor()));
        Page<JobRecord> third = jobs.list(org, null, new PageRequest(2, second.nextCursor()));
        assertThat(details(first)).containsExactly("j1", "j2");
        assertThat(details(second)).containsExactly("j3", "j4");
        assertThat(details(third)).containsExactly("j5");
        assertThat(third.nextCursor()).isNull();
        assertThatThrownBy(() -> jobs.list(org, null, new PageRequest(2, "not a cursor")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void depthTellsHowLongTheFirstHasBeenDue() {
        jobs.enqueue(job("due"));
        jobs.enqueue(job("later"), Duration.ofHours(1));

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(jobs.depth().oldestDue()).isPositive());
        assertThat(jobs.depth().waiting()).isEqualTo(2);
        assertThat(jobs.depth().oldestDue()).isLessThan(Duration.ofMinutes(10));
    }

    private JobQueue.Workers start(JobQueue queue, JobHandler handler) {
        JobQueue.Workers workers = queue.start(handler);
        started.add(workers);
        return workers;
    }

    private Job job(String detail) {
        return job(org, detail, Priority.NORMAL);
    }

    private static Job job(OrgId org, String detail, Priority priority) {
        return new Job("test.step", org, UUID.randomUUID(), detail, priority);
    }

    private List<JobRecord> list(JobRecord.@Nullable State state) {
        return jobs.list(org, state, PageRequest.first(10)).items();
    }

    private static List<String> details(Page<JobRecord> page) {
        return page.items().stream().map(record -> record.job().detail()).toList();
    }

    private JobRecord awaitDead() {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(list(JobRecord.State.DEAD)).hasSize(1));
        return list(JobRecord.State.DEAD).get(0);
    }

    private static void awaitEmpty(JobQueue queue) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            JobQueue.Depth depth = queue.depth();
            assertThat(depth.waiting() + depth.running()).isZero();
        });
    }

    private static boolean waitFor(CountDownLatch latch, Duration most) {
        try {
            return latch.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Recorder failing() {
        return new Recorder() {
            @Override
            JobResult answer(Job job, int attempt) {
                throw new IllegalStateException("no luck");
            }
        };
    }

    /** Writes down what it is asked to run. */
    private static class Recorder implements JobHandler {
        final List<String> runs = new CopyOnWriteArrayList<>();
        final List<Integer> attempts = new CopyOnWriteArrayList<>();
        final List<String> exhausted = new CopyOnWriteArrayList<>();

        JobResult answer(Job job, int attempt) {
            return JobResult.done();
        }

        @Override
        public JobResult run(Job job, int attempt) {
            runs.add(job.detail());
            attempts.add(attempt);
            return answer(job, attempt);
        }

        @Override
        public void exhausted(Job job, RuntimeException lastFailure) {
            exhausted.add(job.detail());
        }
    }
}
