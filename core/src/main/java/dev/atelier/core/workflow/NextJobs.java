package dev.atelier.core.workflow;

import dev.atelier.core.generation.AttemptRef;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationType;
import dev.atelier.core.job.Job;
import dev.atelier.core.job.Priority;
import java.util.List;
import java.util.Locale;

/** Which jobs follow for a generation of any type whose results come from paid tasks: its workflow says so. */
public final class NextJobs {
    private NextJobs() {}

    /** The first jobs of an accepted generation. */
    public static List<Job> first(Generation generation, Priority priority) {
        return switch (generation.type()) {
            case IMAGE -> ImageGenWorkflow.firstSteps(generation, priority);
            case VIDEO -> VideoGenWorkflow.firstSteps(generation, priority);
            case SPEECH -> SpeechGenWorkflow.firstSteps(generation, priority);
            case TEXT -> throw noTasks();
        };
    }

    /** The jobs of a generation that was opened again. */
    public static List<Job> again(Generation generation) {
        return switch (generation.type()) {
            case IMAGE -> ImageGenWorkflow.nextSteps(generation);
            case VIDEO -> VideoGenWorkflow.nextSteps(generation);
            case SPEECH -> SpeechGenWorkflow.nextSteps(generation);
            case TEXT -> throw noTasks();
        };
    }

    /** The job that answers a callback: look at the vendor now. */
    public static Job rung(AttemptRef attempt) {
        return new TaskSteps(attempt.type().name().toLowerCase(Locale.ROOT)).rung(attempt);
    }

    /** The version of the workflow's own prompts. */
    public static String promptVersion(GenerationType type) {
        return switch (type) {
            case IMAGE -> ImageGenWorkflow.PROMPT_VERSION;
            case VIDEO -> VideoGenWorkflow.PROMPT_VERSION;
            case SPEECH -> SpeechGenWorkflow.PROMPT_VERSION;
            case TEXT -> throw noTasks();
        };
    }

    private static IllegalArgumentException noTasks() {
        return new IllegalArgumentException("a text has no tasks");
    }
}
