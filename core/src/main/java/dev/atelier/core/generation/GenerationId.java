package dev.atelier.core.generation;

import java.util.UUID;

/** Names one generation: one request for N pictures. */
public record GenerationId(UUID value) {
    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if the text is no UUID
     */
    public static GenerationId of(String text) {
        return new GenerationId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
