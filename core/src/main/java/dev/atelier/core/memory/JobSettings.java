package dev.atelier.core.memory;

import dev.atelier.core.job.RetrySchedule;
import java.util.random.RandomGenerator;

/**
 * How the queue works.
 *
 * @param random spreads the pauses; thread-safe
 * @param workers most jobs that one set of workers runs at once, 1 or more
 */
record JobSettings(RetrySchedule retries, RandomGenerator random, int workers) {
    JobSettings {
        if (workers < 1) {
            throw new IllegalArgumentException("workers are " + workers + ", wanted 1 or more");
        }
    }
}
