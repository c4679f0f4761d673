package dev.atelier.core.credit;

import java.util.UUID;

/** Names one hold: credits set aside for pictures that are being made. */
public record HoldId(UUID value) {
    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if the text is no UUID
     */
    public static HoldId of(String text) {
        return new HoldId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
