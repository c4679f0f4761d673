package dev.atelier.core.key;

import java.util.UUID;

/** Names one key that somebody brought; stays the same when its value is replaced. */
public record ProviderKeyId(UUID value) {
    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if the text is no UUID
     */
    public static ProviderKeyId of(String text) {
        return new ProviderKeyId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
