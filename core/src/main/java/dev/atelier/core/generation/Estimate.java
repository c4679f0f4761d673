package dev.atelier.core.generation;

import dev.atelier.core.credit.Credits;
import dev.atelier.core.key.KeyInForce;
import dev.atelier.core.quote.Quote;

/**
 * What a wish would cost now, and what there is to pay it with. Nothing is held for it.
 *
 * @param quote binds us to that price for a while
 * @param key whose key the vendor would be asked with
 * @param available the org's free credits
 */
public record Estimate(Quote quote, KeyInForce key, long available) {
    /** The whole price: what accepting the wish would hold. */
    public Credits credits() {
        return quote.credits();
    }

    /** How many pieces of such work the free credits pay. */
    public long affordableCount() {
        return available / quote.price().credits().amount();
    }

    /** True if accepting the wish now would not be refused for the spend cap of an own key. */
    public boolean withinCap() {
        Long left = key.leftMicros();
        return left == null || left >= Math.max(1, quote.costMicros());
    }

    /** True if accepting the wish now would not be refused for want of credits. */
    public boolean affordable() {
        return credits().amount() <= available;
    }
}
