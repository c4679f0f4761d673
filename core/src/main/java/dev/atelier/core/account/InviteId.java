package dev.atelier.core.account;

import java.util.UUID;

/** Names one invitation to join an org. */
public record InviteId(UUID value) {
    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if the text is no UUID
     */
    public static InviteId of(String text) {
        return new InviteId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
