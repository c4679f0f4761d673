package dev.atelier.core.workflow;

import dev.atelier.core.generation.GenerationRef;
import dev.atelier.core.job.JobHandler;
import java.time.Instant;
import java.util.List;

/**
 * One way from a wish to finished work: a row that moves, never a thread that waits. Each step reads what is stored, does one
 * thing, stores the result and queues the next step in the same transaction. A step that runs twice does its work once.
 */
public interface Workflow extends JobHandler {
    /** The word before the dot in the names of its steps, such as {@code image}. */
    String name();

    /** Open work of this kind whose deadline has passed, of all orgs, oldest deadline first. */
    List<GenerationRef> overdue(Instant now, int limit);

    /** Queues the end of work whose deadline has passed. */
    void expire(GenerationRef overdue);
}
