package dev.atelier.core.job;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/** How a run of a job ended, if it did not throw. Throwing counts as a failed attempt and is retried with back-off. */
public sealed interface JobResult {
    /** The job is finished. */
    record Done() implements JobResult {}

    /** Not yet: run again after this time. Does not count as an attempt. */
    record Again(Duration after) implements JobResult {}

    static JobResult done() {
        return new Done();
    }

    static JobResult again(Duration after) {
        return new Again(after);
    }

    default <R> R fold(Supplier<? extends R> done, Function<? super Again, ? extends R> again) {
        if (this instanceof Again later) {
            return again.apply(later);
        }
        return done.get();
    }
}
