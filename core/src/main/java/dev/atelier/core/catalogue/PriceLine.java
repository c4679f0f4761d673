package dev.atelier.core.catalogue;

import dev.atelier.core.credit.Credits;
import dev.atelier.core.provider.ModelId;
import org.jspecify.annotations.Nullable;

/**
 * One price. A line is never changed: a new price is a new line in the next version of the book.
 *
 * @param bookVersion the version of the price book that this line belongs to
 * @param per for how many of the unit the price is: 1, 10, 100 and so on to 1,000,000
 * @param credits what the org pays, 1 or more; for tokens it may be 0, and the whole price is 1 at least
 * @param costMicros what we expect the vendor to charge us, in millionths of a US dollar
 */
public record PriceLine(long bookVersion, PriceKey key, long per, Credits credits, long costMicros) {
    public PriceLine {
        if (credits.amount() < 1 && !key.unit().ofTokens()) {
            throw new IllegalArgumentException("a price is 1 credit or more");
        }
        if (costMicros < 0) {
            throw new IllegalArgumentException("costMicros is below zero");
        }
        if (!isPowerOfTen(per)) {
            throw new IllegalArgumentException("per is 1, 10, 100, 1000, 10000, 100000 or 1000000");
        }
    }

    /** The price of one picture. */
    public PriceLine(long bookVersion, ModelId model, @Nullable String quality, Credits credits, long costMicros) {
        this(bookVersion, PriceKey.picture(model, quality), 1, credits, costMicros);
    }

    public ModelId model() {
        return key.model();
    }

    public @Nullable String quality() {
        return key.quality();
    }

    private static boolean isPowerOfTen(long number) {
        for (long power = 1; power <= 1_000_000; power *= 10) {
            if (number == power) {
                return true;
            }
        }
        return false;
    }
}
