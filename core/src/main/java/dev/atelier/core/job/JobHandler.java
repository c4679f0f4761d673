package dev.atelier.core.job;

/** Runs jobs; implemented by the workflows. Thread-safe. */
public interface JobHandler {
    /**
     * Runs one step.
     *
     * @param attempt 1 for the first try
     */
    JobResult run(Job job, int attempt);

    /**
     * The last attempt failed and the job is a dead letter now. Runs in the transaction that writes the dead letter.
     */
    void exhausted(Job job, RuntimeException lastFailure);
}
