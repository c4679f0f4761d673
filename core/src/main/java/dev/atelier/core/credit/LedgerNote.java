package dev.atelier.core.credit;

import dev.atelier.core.account.UserId;
import dev.atelier.core.generation.GenerationId;
import org.jspecify.annotations.Nullable;

/**
 * What is written beside the numbers of an entry.
 *
 * @param actor who caused it: a user id, or {@code system}
 * @param provider slug of the vendor, where a picture is concerned
 * @param reason words of the admin or of the failure
 */
public record LedgerNote(
        String actor,
        @Nullable GenerationId generation,
        @Nullable String provider,
        @Nullable String reason) {

    public static LedgerNote by(UserId user, String reason) {
        return new LedgerNote(user.toString(), null, null, reason);
    }

    public static LedgerNote bySystem(String reason) {
        return new LedgerNote("system", null, null, reason);
    }
}
