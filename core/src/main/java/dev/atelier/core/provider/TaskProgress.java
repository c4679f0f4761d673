package dev.atelier.core.provider;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How far a vendor's task is. */
public sealed interface TaskProgress {
    /**
     * The vendor still works on it, or does not list it yet.
     *
     * @param pollAfter when the next look is worth while
     */
    record Running(Duration pollAfter) implements TaskProgress {}

    /**
     * The vendor is done.
     *
     * @param echoedCallback the callback URL of the submit, where the vendor's answer tells it: proof that this task is
     *     ours. Holds a secret token: never log it
     */
    record Succeeded(
            List<ProducedFile> files,
            VendorCost cost,
            @Nullable URI echoedCallback) implements TaskProgress {
        public Succeeded {
            files = List.copyOf(files);
        }

        @Override
        public String toString() {
            return "Succeeded[" + files.size() + " files]";
        }
    }

    /**
     * The vendor gave up.
     *
     * @param message the vendor's words, without secrets
     */
    record Failed(FailureKind kind, String message, VendorCost cost) implements TaskProgress {}

    default <R> R fold(
            Function<? super Running, ? extends R> running,
            Function<? super Succeeded, ? extends R> succeeded,
            Function<? super Failed, ? extends R> failed) {
        if (this instanceof Running still) {
            return running.apply(still);
        }
        if (this instanceof Succeeded done) {
            return succeeded.apply(done);
        }
        return failed.apply((Failed) this);
    }
}
