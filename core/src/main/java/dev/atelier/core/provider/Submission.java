package dev.atelier.core.provider;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** What a vendor answered to a submit. */
public sealed interface Submission {
    /**
     * The vendor took the order and works on it.
     *
     * @param pollAfter when a first look is worth while
     */
    record Accepted(VendorTaskId task, Duration pollAfter) implements Submission {}

    /** The vendor answered with the results at once; there is nothing to poll. */
    record Completed(List<ProducedFile> files, VendorCost cost) implements Submission {
        public Completed {
            files = List.copyOf(files);
        }
    }

    default <R> R fold(
            Function<? super Accepted, ? extends R> accepted, Function<? super Completed, ? extends R> completed) {
        if (this instanceof Accepted task) {
            return accepted.apply(task);
        }
        return completed.apply((Completed) this);
    }
}
