package dev.atelier.core.account;

import java.util.UUID;

/** Names one person. */
public record UserId(UUID value) {
    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if the text is no UUID
     */
    public static UserId of(String text) {
        return new UserId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
