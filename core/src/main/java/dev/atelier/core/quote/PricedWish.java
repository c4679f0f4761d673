package dev.atelier.core.quote;

import dev.atelier.core.catalogue.PriceQuery;
import dev.atelier.core.provider.ModelId;

/**
 * All of a wish that decides its price. A quote is for wishes that are equal to this one, whatever their words and pictures are.
 *
 * @param count how many pieces of such work, 1 or more
 */
public record PricedWish(ModelId model, int count, PriceQuery work) {
    /** For people, such as {@code 2 x some/model at 4K}. */
    public String inWords() {
        return count + " x " + model + (work.quality() == null ? "" : " at " + work.quality());
    }
}
