package dev.atelier.core.generation;

import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.VendorCost;
import org.jspecify.annotations.Nullable;

/**
 * What the vision provider saw in one reference picture.
 *
 * @param index which reference, from 0
 * @param text the description; null unless {@code DONE}
 * @param error why there is none; null unless {@code FAILED}
 * @param tookMillis how long the call took
 */
public record ReferenceAnalysis(
        int index,
        State state,
        @Nullable String text,
        @Nullable ProviderId provider,
        @Nullable String model,
        @Nullable String error,
        long tookMillis,
        VendorCost cost) {
    /** Where the analysis is. */
    public enum State {
        WAITING,
        DONE,
        FAILED
    }

    public static ReferenceAnalysis waiting(int index) {
        return new ReferenceAnalysis(index, State.WAITING, null, null, null, null, 0, VendorCost.UNTOLD);
    }

    /** Leaves the words out. */
    @Override
    public String toString() {
        return "ReferenceAnalysis[" + index + ", " + state + "]";
    }
}
