package dev.atelier.core.job;

/** How urgent a job is. A lower one waits, but never for ever. */
public enum Priority {
    HIGH,
    NORMAL,
    LOW
}
