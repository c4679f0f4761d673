package dev.atelier.core.credit;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.generation.GenerationId;
import java.time.Instant;

/**
 * Credits set aside for the pictures of one generation. Each picture settles its own part once, by capture or release.
 *
 * @param amount what was set aside
 * @param captured what pictures that arrived have been charged
 * @param released what was given back
 */
public record Hold(
        HoldId id, OrgId org, GenerationId generation, long amount, long captured, long released, Instant openedAt) {
    public Hold {
        if (amount <= 0 || captured < 0 || released < 0 || captured + released > amount) {
            throw new IllegalArgumentException("hold " + id + " does not add up");
        }
    }

    /** What no picture has settled yet. */
    public long open() {
        return amount - captured - released;
    }
}
