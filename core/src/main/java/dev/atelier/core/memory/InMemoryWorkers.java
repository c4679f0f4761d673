package dev.atelier.core.memory;

import dev.atelier.core.job.JobHandler;
import dev.atelier.core.job.JobResult;
import dev.atelier.core.job.spi.JobQueue;
import dev.atelier.core.shared.Threads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One thread that hands out jobs, and those that run them. A job is taken only once a worker is free, so that a more urgent one
 * that comes meanwhile goes first.
 */
final class InMemoryWorkers implements JobQueue.Workers {
    private static final System.Logger LOG = System.getLogger(InMemoryWorkers.class.getName());
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);
    /** The queue is looked at this often at least, because nobody tells when an injected clock was moved. */
    private static final Duration LONGEST_NAP = Duration.ofMillis(100);

    private static final int LONGEST_ERROR = 500;

    private final InMemoryJobQueue queue;
    private final InMemoryDatabase database;
    private final Clock clock;
    private final JobSettings settings;
    private final JobHandler handler;
    private final Consumer<InMemoryWorkers> closed;
    private final ExecutorService executor;
    private final Semaphore free;
    private final Semaphore alarm = new Semaphore(0);
    private final Thread dispatcher;
    private final Map<Long, StoredJob> inHand = new ConcurrentHashMap<>();
    private final AtomicBoolean closing = new AtomicBoolean();

    InMemoryWorkers(
            InMemoryJobQueue queue,
            InMemoryDatabase database,
            Clock clock,
            JobSettings settings,
            JobHandler handler,
            Consumer<InMemoryWorkers> closed) {
        this.queue = queue;
        this.database = database;
        this.clock = clock;
        this.settings = settings;
        this.handler = handler;
        this.closed = closed;
        this.executor = Threads.workers("atelier-job", settings.workers());
        this.free = new Semaphore(settings.workers());
        this.dispatcher = Threads.named("atelier-job-dispatcher").newThread(this::dispatch);
    }

    void start() {
        dispatcher.start();
    }

    /** Tells that a job may be due. */
    void wake() {
        alarm.release();
    }

    private void dispatch() {
        try {
            while (!closing.get()) {
                free.acquire();
                alarm.drainPermits();
                Optional<StoredJob> job = queue.take();
                if (job.isPresent()) {
                    hand(job.get());
                } else {
                    free.release();
                    nap();
                }
            }
        } catch (InterruptedException e) {
            // Only close() interrupts, and then there is nothing left to hand out.
            Thread.currentThread().interrupt();
        }
    }

    private void nap() throws InterruptedException {
        long most = queue.nextDue()
                .map(due -> Duration.between(clock.instant(), due).toMillis() + 1)
                .orElse(Long.MAX_VALUE);
        boolean woken = alarm.tryAcquire(Math.max(1, Math.min(most, LONGEST_NAP.toMillis())), TimeUnit.MILLISECONDS);
        LOG.log(System.Logger.Level.TRACE, "dispatcher looks again woken={0}", woken);
    }

    private void hand(StoredJob job) {
        inHand.put(job.number(), job);
        executor.execute(() -> {
            try {
                run(job);
            } finally {
                inHand.remove(job.number());
                free.release();
            }
        });
    }

    private void run(StoredJob job) {
        try {
            JobResult result = handler.run(job.job(), job.failures() + 1);
            ifStanding(job, () -> finish(job, result));
        } catch (RuntimeException e) {
            fail(job, e);
        } catch (Error e) {
            // A job that breaks must be counted like any other, or it would stay RUNNING for ever.
            LOG.log(System.Logger.Level.ERROR, "job " + job.id() + " broke", e);
            fail(job, new IllegalStateException("the job broke: " + e, e));
        }
    }

    private void finish(StoredJob job, JobResult result) {
        Optional<Instant> due = result.fold(
                Optional::<Instant>empty, again -> Optional.of(clock.instant().plus(again.after())));
        due.ifPresentOrElse(at -> queue.put(job.waiting(at)), () -> queue.remove(job));
    }

    private void fail(StoredJob job, RuntimeException failure) {
        try {
            ifStanding(job, () -> {
                StoredJob failed = job.failed(describe(failure), clock.instant());
                if (failed.failures() < settings.retries().maxAttempts()) {
                    queue.put(failed.waiting(nextTry(failed.failures())));
                    return;
                }
                queue.put(failed.dead(clock.instant()));
                handler.exhausted(job.job(), failure);
                database.afterCommit(() -> logDead(failed));
            });
        } catch (RuntimeException e) {
            // Nothing of the dead letter is stored; the last try is made again.
            LOG.log(System.Logger.Level.ERROR, "job " + job.id() + " could not be given up and is tried again", e);
            ifStanding(job, () -> queue.put(job.waiting(nextTry(job.failures() + 1))));
        }
    }

    private static void logDead(StoredJob job) {
        LOG.log(
                System.Logger.Level.WARNING,
                "job {0} is dead step={1} org={2} subject={3} failures={4}",
                job.id(),
                job.job().step(),
                job.job().org(),
                job.job().subject(),
                job.failures());
    }

    private Instant nextTry(int failures) {
        return clock.instant().plus(settings.retries().pauseAfter(failures, settings.random()));
    }

    /** Does the work if nobody took the job from this run meanwhile. */
    private void ifStanding(StoredJob job, Runnable work) {
        database.run(() -> {
            if (queue.stands(job)) {
                work.run();
            }
        });
    }

    private static String describe(RuntimeException failure) {
        String text = failure.getClass().getSimpleName() + ": " + failure.getMessage();
        return text.length() > LONGEST_ERROR ? text.substring(0, LONGEST_ERROR) : text;
    }

    /** Stops handing out jobs and waits ten seconds for those that run; what still runs then goes back into the queue. */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        try {
            dispatcher.interrupt();
            dispatcher.join(CLOSE_PATIENCE.toMillis());
            executor.shutdown();
            if (!executor.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                giveBack();
                executor.shutdownNow();
                if (!executor.awaitTermination(1, TimeUnit.SECONDS)) {
                    LOG.log(System.Logger.Level.WARNING, "a job does not end though it was interrupted");
                }
            }
        } catch (InterruptedException e) {
            giveBack();
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        } finally {
            closed.accept(this);
        }
    }

    private void giveBack() {
        inHand.values().forEach(job -> ifStanding(job, () -> queue.put(job.waiting(clock.instant()))));
    }
}
