package dev.atelier.core.job;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an admin sees of a job.
 *
 * @param id names the job in the queue
 * @param attempts every failed try, oldest first
 * @param dueAt when it runs next; for a dead one when it died
 */
public record JobRecord(String id, Job job, State state, int failures, Instant dueAt, List<Attempt> attempts) {
    public JobRecord {
        attempts = List.copyOf(attempts);
    }

    /** Where a job is. */
    public enum State {
        WAITING,
        RUNNING,
        DEAD
    }

    /** @param error class and message of what was thrown, without secrets; null if the try succeeded */
    public record Attempt(int number, Instant at, @Nullable String error) {}
}
