package dev.atelier.core.callback;

import java.util.UUID;

/** Names one stored callback. */
public record CallbackId(UUID value) {
    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if the text is no UUID
     */
    public static CallbackId of(String text) {
        return new CallbackId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
