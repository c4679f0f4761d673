package dev.atelier.core.text;

import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.TextEnd;
import dev.atelier.core.provider.VendorCost;

/**
 * The answer as it is stored.
 *
 * @param text never blank
 * @param provider who answered; another one than was agreed if that one could not
 * @param model the model that answered, as its vendor names it
 */
public record TextOutput(String text, TextEnd end, ProviderId provider, String model, VendorCost cost) {
    /** Leaves the words out. */
    @Override
    public String toString() {
        return "TextOutput[" + model + ", " + text.length() + " characters]";
    }
}
