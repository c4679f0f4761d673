package dev.atelier.core.generation;

import dev.atelier.core.catalogue.Price;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.provider.ModelId;

/**
 * What a wish would cost now, and what there is to pay it with. Nothing is held for it.
 *
 * @param price of one picture
 * @param available the org's free credits
 */
public record Estimate(ModelId model, Price price, int imageCount, long available) {
    /** The whole price: what accepting the wish would hold. */
    public Credits credits() {
        return price.credits().times(imageCount);
    }

    /** What we expect the vendor to charge us for all pictures, in millionths of a US dollar. */
    public long costMicros() {
        return Math.multiplyExact(price.costMicros(), (long) imageCount);
    }

    /** How many such pictures the free credits pay. */
    public long affordableImages() {
        return available / price.credits().amount();
    }

    /** True if accepting the wish now would not be refused for want of credits. */
    public boolean affordable() {
        return credits().amount() <= available;
    }
}
