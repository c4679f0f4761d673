package dev.atelier.persistence.job;

import java.time.Duration;

/**
 * How fast the queue reacts.
 *
 * @param heartbeat how often a worker says that it lives. A job of a worker that missed four is taken over, so a killed
 *     process's jobs run again after about six heartbeats
 * @param poll how often workers look for due jobs; a job enqueued in the same process is taken at once
 * @param drain how long closing waits for running jobs
 * @param promoteAfter how long a job of lower priority may be due before it counts as urgent
 */
public record JobTimings(Duration heartbeat, Duration poll, Duration drain, Duration promoteAfter) {
    public static final JobTimings DEFAULT = new JobTimings(
            Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(25), Duration.ofSeconds(20));

    public JobTimings withHeartbeat(Duration every) {
        return new JobTimings(every, poll, drain, promoteAfter);
    }

    public JobTimings withPoll(Duration every) {
        return new JobTimings(heartbeat, every, drain, promoteAfter);
    }

    public JobTimings withDrain(Duration most) {
        return new JobTimings(heartbeat, poll, most, promoteAfter);
    }

    public JobTimings withPromoteAfter(Duration wait) {
        return new JobTimings(heartbeat, poll, drain, wait);
    }
}
