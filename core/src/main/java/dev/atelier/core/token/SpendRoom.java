package dev.atelier.core.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a token may still spend.
 *
 * @param limit credits for the period
 * @param spent of these: charged, or held for pictures that are being made
 * @param renewsAt when the next period begins; null if there is none
 */
public record SpendRoom(long limit, long spent, @Nullable Instant renewsAt) {
    /** Credits, 0 or more. */
    public long left() {
        return Math.max(0, limit - spent);
    }
}
