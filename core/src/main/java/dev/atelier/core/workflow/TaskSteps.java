package dev.atelier.core.workflow;

import dev.atelier.core.generation.AttemptId;
import dev.atelier.core.generation.AttemptRef;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationRef;
import dev.atelier.core.generation.TaskId;
import dev.atelier.core.generation.TaskState;
import dev.atelier.core.job.Job;
import dev.atelier.core.job.Priority;
import java.util.stream.Stream;

/**
 * The names of the steps that every workflow of paid tasks has, and their jobs.
 *
 * @param workflow the word before the dot
 */
record TaskSteps(String workflow) {
    /** Marks a reconcile that a callback asked for: it hurries, and leaves the waiting to the one that polls. */
    private static final String BELL = "bell:";

    String submit() {
        return workflow + ".submit";
    }

    String reconcile() {
        return workflow + ".reconcile";
    }

    String expire() {
        return workflow + ".expire";
    }

    Job job(String step, Generation generation, String detail, Priority priority) {
        return new Job(step, generation.org(), generation.id().value(), detail, priority);
    }

    /** One job for each task that is ready to be sent. */
    Stream<Job> submits(Generation generation, Priority priority) {
        return generation.tasks().stream()
                .filter(task -> task.state() == TaskState.READY)
                .map(task -> job(submit(), generation, task.id().toString(), priority));
    }

    /** Looks at the vendor until the task has ended. */
    Job look(Generation generation, TaskId task) {
        return job(reconcile(), generation, task.toString(), Priority.NORMAL);
    }

    /** The job that answers a callback: look at the vendor now. */
    Job rung(AttemptRef attempt) {
        return new Job(reconcile(), attempt.org(), attempt.generation().value(), BELL + attempt.task(), Priority.HIGH);
    }

    Job end(GenerationRef overdue) {
        return new Job(expire(), overdue.org(), overdue.generation().value(), "", Priority.HIGH);
    }

    /** The task that a submit or reconcile is about. */
    static TaskId task(Job job) {
        return TaskId.of(job.detail().replace(BELL, ""));
    }

    /** True if a callback asked for it. */
    static boolean bell(Job job) {
        return job.detail().startsWith(BELL);
    }

    /** The name under which the polling of an attempt can be withdrawn. */
    static String pollName(AttemptId attempt) {
        return "poll:" + attempt;
    }
}
