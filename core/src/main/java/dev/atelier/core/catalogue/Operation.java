package dev.atelier.core.catalogue;

/** What is done with a model, where that makes a difference in price. */
public enum Operation {
    /** Made from words alone. */
    GENERATE,
    /** Made out of pictures that come along. */
    EDIT;

    /** By the number of pictures that come along. */
    public static Operation with(int inputImages) {
        return inputImages == 0 ? GENERATE : EDIT;
    }
}
