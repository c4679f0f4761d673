package dev.atelier.persistence.job;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.atelier.core.job.JobHandler;
import dev.atelier.core.job.JobResult;
import dev.atelier.core.job.RetrySchedule;
import dev.atelier.persistence.shared.JdbiTransactions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Runs one job after the other through the handler, and writes down how each ended. Thread-safe. */
final class JobRunner {
    private static final System.Logger LOG = System.getLogger(JobRunner.class.getName());
    private static final Duration PAUSE_AFTER_TROUBLE = Duration.ofSeconds(10);

    private final JobHandler handler;
    private final JdbiTransactions transactions;
    private final RetrySchedule retries;
    private final RandomGenerator random;
    private final DatabaseClock clock;
    private final Consumer<Duration> nudge;
    private final JobRemovals removals;
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    /**
     * @param nudge told when a job is due again
     * @param removals told of every finished job
     */
    JobRunner(
            JobHandler handler,
            JdbiTransactions transactions,
            RetrySchedule retries,
            RandomGenerator random,
            DatabaseClock clock,
            Consumer<Duration> nudge,
            JobRemovals removals) {
        this.handler = handler;
        this.transactions = transactions;
        this.retries = retries;
        this.random = random;
        this.clock = clock;
        this.nudge = nudge;
        this.removals = removals;
    }

    CustomTask<JobPayload> task() {
        return Tasks.custom(JobRows.TASK, JobPayload.class)
                // Reached only if our own writing of the end failed: the database is away, or the payload unreadable.
                .onFailure((complete, operations) ->
                        operations.reschedule(complete, clock.now().plus(PAUSE_AFTER_TROUBLE)))
                .onDeadExecution(this::workerDied)
                .execute(this::run);
    }

    /** Ids of the jobs that run now. */
    Set<String> running() {
        return Set.copyOf(running);
    }

    private CompletionHandler<JobPayload> run(TaskInstance<JobPayload> instance, ExecutionContext context) {
        running.add(instance.getId());
        try {
            return transactions.asWorker(() -> {
                JobPayload payload = instance.getData();
                try {
                    JobResult result = handler.run(payload.job(), payload.failures() + 1);
                    return result.fold(() -> done(instance, payload), again -> again(again.after()));
                } catch (RuntimeException | Error e) {
                    return failed(instance, payload, context, e);
                }
            });
        } finally {
            running.remove(instance.getId());
        }
    }

    private CompletionHandler<JobPayload> done(TaskInstance<JobPayload> instance, JobPayload payload) {
        if (payload.failures() > 0) {
            JobEnds.forgetAttempts(transactions, instance.getId());
        }
        return (complete, operations) -> removals.add(complete.getExecution());
    }

    private CompletionHandler<JobPayload> again(Duration after) {
        return (complete, operations) -> {
            operations.reschedule(complete, clock.now().plus(after));
            nudge.accept(after);
        };
    }

    private CompletionHandler<JobPayload> failed(
            TaskInstance<JobPayload> instance, JobPayload payload, ExecutionContext context, Throwable thrown) {
        if (context.getSchedulerState().isShuttingDown()) {
            // Most likely we cut it off ourselves: the next worker runs it, and nothing is counted.
            boolean interrupted = Thread.interrupted();
            LOG.log(System.Logger.Level.INFO, "job {0} was cut off by the shutdown", instance.getId());
            return (complete, operations) -> {
                operations.reschedule(complete, clock.now());
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            };
        }
        RuntimeException failure = thrown instanceof RuntimeException known
                ? known
                : new IllegalStateException("the job ended with " + thrown, thrown);
        end(context.getExecution(), payload, failure);
        return (complete, operations) -> {};
    }

    private void workerDied(ExecutionComplete complete, ExecutionOperations<JobPayload> operations) {
        Execution execution = complete.getExecution();
        LOG.log(System.Logger.Level.WARNING, "the worker of job {0} died", execution.getId());
        // Counted, so that a job that kills its process cannot kill one after the other for ever.
        transactions.asWorker(() -> {
            end(
                    execution,
                    (JobPayload) execution.taskInstance.getData(),
                    new IllegalStateException("the worker died while it ran this job"));
            return true;
        });
    }

    /** Writes the failed try and what follows from it, and with the last one the dead letter, in one transaction. */
    private void end(Execution execution, JobPayload before, RuntimeException failure) {
        JobPayload payload = before.failedAgain();
        String id = execution.getId();
        Instant now = clock.now();
        boolean dead = payload.failures() >= retries.maxAttempts();
        Duration pause = retries.pauseAfter(payload.failures(), random);
        boolean ours = transactions.inTransaction(() -> transactions.with(handle -> {
            boolean held = dead
                    ? JobEnds.bury(handle, execution, payload, now)
                    : JobEnds.retry(handle, execution, payload, now.plus(pause), now);
            if (held) {
                JobEnds.writeAttempt(handle, id, payload.failures(), now, failure);
                if (dead) {
                    handler.exhausted(payload.job(), failure);
                }
            }
            return held;
        }));
        if (!ours) {
            LOG.log(System.Logger.Level.WARNING, "job {0} was taken over by another worker", id);
        } else if (dead) {
            LOG.log(System.Logger.Level.ERROR, "job {0} ({1}) is a dead letter", id, payload.step());
        } else {
            LOG.log(System.Logger.Level.INFO, "job {0} ({1}) failed {2} times", id, payload.step(), payload.failures());
            nudge.accept(pause);
        }
    }
}
