package dev.atelier.core.generation;

/** Where one image task is. Rank only grows, but for a retry that a user asks for. */
public enum TaskState {
    /** Its prompt is not written yet. */
    PLANNED,
    /** Its attempt stands as INTENT: nothing was sent. */
    READY,
    /** The vendor has it, or may have it. */
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED;

    public boolean terminal() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }
}
