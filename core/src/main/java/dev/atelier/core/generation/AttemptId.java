package dev.atelier.core.generation;

import java.util.UUID;

/** Names one attempt: one paid submit of a task to a vendor. */
public record AttemptId(UUID value) {
    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if the text is no UUID
     */
    public static AttemptId of(String text) {
        return new AttemptId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
