package dev.atelier.persistence.job;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.job.Job;
import dev.atelier.core.job.Priority;
import java.util.UUID;

/**
 * A job as it lies in db-scheduler's {@code task_data}.
 *
 * @param failures tries that failed so far; the library's own count forgets them at every snooze
 */
record JobPayload(String step, OrgId org, UUID subject, String detail, Priority priority, int failures) {
    static JobPayload of(Job job) {
        return new JobPayload(job.step(), job.org(), job.subject(), job.detail(), job.priority(), 0);
    }

    Job job() {
        return new Job(step, org, subject, detail, priority);
    }

    JobPayload failedAgain() {
        return new JobPayload(step, org, subject, detail, priority, failures + 1);
    }

    /** The library's rank: higher goes first. */
    int rank() {
        return rank(priority);
    }

    static int rank(Priority priority) {
        return switch (priority) {
            case HIGH -> 30;
            case NORMAL -> 20;
            case LOW -> 10;
        };
    }
}
