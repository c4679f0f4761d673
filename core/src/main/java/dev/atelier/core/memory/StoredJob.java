package dev.atelier.core.memory;

import dev.atelier.core.job.Job;
import dev.atelier.core.job.JobRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A job in the queue.
 *
 * @param number in order of arrival
 * @param name what it can be withdrawn by; empty for a job without a name
 * @param failures failed tries since it was enqueued or driven again
 * @param run counts how often it was taken up: a result counts only while the run it belongs to still stands
 * @param attempts every failed try, oldest first
 */
record StoredJob(
        long number,
        String name,
        Job job,
        JobRecord.State state,
        int failures,
        long run,
        Instant dueAt,
        List<JobRecord.Attempt> attempts) {

    /** Twelve digits, so that ids sort like numbers. */
    String id() {
        return String.format("%012d", number);
    }

    /** What it is compared by: each step down in priority counts like having come this much later. */
    Instant rank(Duration step) {
        int steps = switch (job.priority()) {
            case HIGH -> 0;
            case NORMAL -> 1;
            case LOW -> 2;
        };
        return dueAt.plus(step.multipliedBy(steps));
    }

    StoredJob taken() {
        return new StoredJob(number, name, job, JobRecord.State.RUNNING, failures, run + 1, dueAt, attempts);
    }

    StoredJob waiting(Instant due) {
        return new StoredJob(number, name, job, JobRecord.State.WAITING, failures, run, due, attempts);
    }

    StoredJob failed(String error, Instant now) {
        List<JobRecord.Attempt> all = new ArrayList<>(attempts);
        all.add(new JobRecord.Attempt(failures + 1, now, error));
        return new StoredJob(number, name, job, state, failures + 1, run, dueAt, List.copyOf(all));
    }

    StoredJob dead(Instant now) {
        return new StoredJob(number, name, job, JobRecord.State.DEAD, failures, run, now, attempts);
    }

    StoredJob drivenAgain(Instant now) {
        return new StoredJob(number, name, job, JobRecord.State.WAITING, 0, run, now, attempts);
    }

    JobRecord record() {
        return new JobRecord(id(), job, state, failures, dueAt, attempts);
    }
}
