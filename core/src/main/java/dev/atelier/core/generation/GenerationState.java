package dev.atelier.core.generation;

/** Where a generation is, in the words of the API. */
public enum GenerationState {
    /** Accepted and paid for by a hold; nothing has been done yet. */
    PENDING,
    PROCESSING,
    /** Every picture arrived. */
    COMPLETED,
    /** Some pictures arrived. */
    PARTIAL,
    /** No picture arrived. */
    FAILED,
    /** Ended by the user; pictures that the vendor had in hand may have arrived all the same. */
    CANCELLED;

    public boolean terminal() {
        return this != PENDING && this != PROCESSING;
    }
}
