package dev.atelier.core.generation;

/** Where inside {@link GenerationState#PROCESSING} a generation is. */
public enum Stage {
    QUEUED,
    ANALYSING,
    WRITING_PROMPTS,
    SUBMITTING,
    GENERATING,
    DONE
}
