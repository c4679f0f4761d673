package dev.atelier.core.provider;

/**
 * What a language or vision model answered.
 *
 * @param text never blank
 * @param model the model that answered, as the vendor names it
 */
public record TextAnswer(String text, String model, VendorCost cost) {
    /** Leaves the words out. */
    @Override
    public String toString() {
        return "TextAnswer[" + model + ", " + text.length() + " characters]";
    }
}
