package dev.atelier.core.catalogue;

import dev.atelier.core.credit.Credits;
import dev.atelier.core.provider.ModelId;
import org.jspecify.annotations.Nullable;

/**
 * The price of one picture. A line is never changed: a new price is a new line in the next version of the book.
 *
 * @param bookVersion the version of the price book that this line belongs to
 * @param quality the quality it is for; null for every quality without a line of its own
 * @param credits what the org pays, 1 or more
 * @param costMicros what we expect the vendor to charge us, in millionths of a US dollar
 */
public record PriceLine(
        long bookVersion, ModelId model, @Nullable String quality, Credits credits, long costMicros) {
    public PriceLine {
        if (credits.amount() < 1) {
            throw new IllegalArgumentException("a price is 1 credit or more");
        }
        if (costMicros < 0) {
            throw new IllegalArgumentException("costMicros is below zero");
        }
    }
}
