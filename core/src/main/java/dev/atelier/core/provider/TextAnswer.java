package dev.atelier.core.provider;

/**
 * What a language or vision model answered.
 *
 * @param text never blank
 * @param model the model that answered, as the vendor names it
 * @param end why it stopped there
 */
public record TextAnswer(String text, String model, VendorCost cost, TextEnd end) {
    /** An answer that came to its own end. */
    public TextAnswer(String text, String model, VendorCost cost) {
        this(text, model, cost, TextEnd.STOP);
    }

    /** Leaves the words out. */
    @Override
    public String toString() {
        return "TextAnswer[" + model + ", " + text.length() + " characters]";
    }
}
