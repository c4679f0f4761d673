package dev.atelier.core.chain;

import dev.atelier.core.catalogue.Price;
import org.jspecify.annotations.Nullable;

/**
 * What was found of one rung for one need.
 *
 * @param need with the choices that this model would be given; as it came if it cannot
 * @param price null if it cannot, and for words
 * @param reason why it cannot, in a sentence; null if it can
 */
public record Verdict(
        Rung rung,
        Need need,
        @Nullable Price price,
        @Nullable String reason) {
    public boolean can() {
        return reason == null;
    }

    static Verdict no(Rung rung, Need need, String reason) {
        return new Verdict(rung, need, null, reason);
    }
}
