package dev.atelier.core.token;

import java.util.UUID;

/** Names one access token; stays the same when its value is rotated. */
public record AccessTokenId(UUID value) {
    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if the text is no UUID
     */
    public static AccessTokenId of(String text) {
        return new AccessTokenId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
