package dev.atelier.core.job.spi;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.job.Job;
import dev.atelier.core.job.JobHandler;
import dev.atelier.core.job.JobRecord;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps jobs until they are done, and runs them.
 *
 * <p>Every implementation passes {@code JobQueueContract}. Thread-safe. A job enqueued in a transaction exists if and only if
 * the transaction commits. A job is run by one worker at a time while that worker lives, and again by another if it died: so
 * every step is idempotent. Failures are retried by {@link dev.atelier.core.job.RetrySchedule}, then kept as dead letters.
 */
public interface JobQueue {
    /** Adds a job that is due at once. */
    default void enqueue(Job job) {
        enqueue(job, Duration.ZERO);
    }

    /** Adds a job that is due after this time. */
    void enqueue(Job job, Duration after);

    /**
     * Adds a job under a name; nothing is added while a job of this name exists, waiting, running or dead.
     *
     * @param name 1 to 100 characters, unlike any id in {@link #find}
     */
    void enqueue(String name, Job job, Duration after);

    /**
     * Takes out the job of this name if it waits; one that runs or is dead stays. Commits with the caller's transaction, and
     * costs a fraction of a job that would run only to see that nothing is left to do.
     *
     * @return false if no such job waits
     */
    boolean withdraw(String name);

    /** Starts the workers; they call the handler until {@link Workers#close()}. */
    Workers start(JobHandler handler);

    /** Jobs of one org in one state, or in any; soonest due first. */
    Page<JobRecord> list(@Nullable OrgId org, JobRecord.@Nullable State state, PageRequest page);

    Optional<JobRecord> find(String id);

    /**
     * Puts a dead letter back into the queue with a fresh count.
     *
     * @return false if there is no such dead letter
     */
    boolean retry(String id);

    /**
     * Throws a dead letter away.
     *
     * @return false if there is no such dead letter
     */
    boolean discard(String id);

    /** Jobs waiting or running, and dead letters. */
    Depth depth();

    /** @param oldestDue how long the longest-due waiting job has been due; zero if none is due */
    record Depth(long waiting, long running, long dead, Duration oldestDue) {}

    /** Running workers. */
    interface Workers extends AutoCloseable {
        /** Stops taking jobs, waits a while for the running ones, and leaves the rest to be taken up again. */
        @Override
        void close();
    }
}
