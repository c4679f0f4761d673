package dev.atelier.core.account;

import java.util.UUID;

/** Names one organisation: the tenant that owns rows, members and credits. */
public record OrgId(UUID value) {
    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if the text is no UUID
     */
    public static OrgId of(String text) {
        return new OrgId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
