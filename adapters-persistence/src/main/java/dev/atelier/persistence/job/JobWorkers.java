package dev.atelier.persistence.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import dev.atelier.core.job.Priority;
import dev.atelier.core.job.spi.JobQueue;
import dev.atelier.core.shared.Threads;
import dev.atelier.persistence.shared.JdbiTransactions;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** One set of workers: a db-scheduler and the housekeeping around it. */
@SuppressWarnings("FutureReturnValueIgnored") // What the timer runs is wrapped in quietly(), so no exception is lost.
final class JobWorkers implements JobQueue.Workers {
    private static final System.Logger LOG = System.getLogger(JobWorkers.class.getName());
    private static final int MISSED_HEARTBEATS = 4;
    /** Take new jobs when a fifth of the threads is free: the others may all wait for slow vendors. Never more than there are threads:
     * an urgent job would otherwise wait behind what was taken in advance. */
    private static final double TAKE_WHEN_RUNNING = 0.8;

    private static final double TAKE_UP_TO = 1.0;

    private final String name;
    private final JdbiTransactions transactions;
    private final JobTimings timings;
    private final DatabaseClock clock;
    private final JobRunner runner;
    private final Scheduler scheduler;
    private final JobRemovals removals;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Threads.named("atelier-job-timer"));
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Consumer<JobWorkers> whenClosed;

    /**
     * @param name names this set of workers among those of all processes
     * @param dataSource connections of the queue's own bookkeeping
     */
    JobWorkers(
            String name,
            DataSource dataSource,
            int threads,
            JdbiTransactions transactions,
            JobTimings timings,
            DatabaseClock clock,
            BiFunction<Consumer<Duration>, JobRemovals, JobRunner> runner,
            Consumer<JobWorkers> whenClosed) {
        this.name = name;
        this.transactions = transactions;
        this.timings = timings;
        this.clock = clock;
        this.whenClosed = whenClosed;
        this.removals = new JobRemovals(dataSource);
        this.runner = runner.apply(this::nudge, removals);
        this.scheduler = Scheduler.create(dataSource, this.runner.task())
                .schedulerName(new SchedulerName.Fixed(name))
                .serializer(new PayloadSerializer())
                .jdbcCustomization(new PostgreSqlJdbcCustomization(false, false))
                .enablePriority()
                .threads(threads)
                .executorService(Threads.workers("atelier-job", threads))
                .pollUsingLockAndFetch(TAKE_WHEN_RUNNING, TAKE_UP_TO)
                .pollingInterval(timings.poll())
                .heartbeatInterval(timings.heartbeat())
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(timings.drain())
                .failureLogging(LogLevel.OFF, false)
                .clock(clock)
                .build();
    }

    void start() {
        removals.start();
        scheduler.start();
        long promoteMillis = Math.max(100, timings.promoteAfter().toMillis() / 4);
        timer.scheduleWithFixedDelay(quietly(this::promote), promoteMillis, promoteMillis, TimeUnit.MILLISECONDS);
        long beat = timings.heartbeat().toMillis();
        timer.scheduleWithFixedDelay(quietly(clock::adjust), beat, beat, TimeUnit.MILLISECONDS);
    }

    private void promote() {
        JobEnds.promote(transactions, clock.now().minus(timings.promoteAfter()), JobPayload.rank(Priority.HIGH));
    }

    private static Runnable quietly(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                // A timer that throws stops for good; the next round tries again.
                LOG.log(System.Logger.Level.DEBUG, "housekeeping of the queue failed", e);
            }
        };
    }

    /** Looks for due jobs after this time, if the poll would come later. */
    void nudge(Duration after) {
        if (closed.get() || after.compareTo(timings.poll()) > 0) {
            return;
        }
        try {
            // One millisecond on top, since clocks round.
            long micros = after.isZero() ? 0 : after.toNanos() / 1_000 + 1_000;
            timer.schedule(quietly(scheduler::triggerCheckForDueExecutions), micros, TimeUnit.MICROSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "closed meanwhile", e);
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        whenClosed.accept(this);
        timer.shutdownNow();
        scheduler.stop();
        // First what is done, or the release below would hand it to another worker.
        removals.close();
        try {
            JobEnds.release(transactions, name, runner.running());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "jobs of {0} stay taken until their heartbeats are missed", name);
        }
    }
}
