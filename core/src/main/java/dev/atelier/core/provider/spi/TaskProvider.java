package dev.atelier.core.provider.spi;

import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorTaskId;
import java.time.Duration;
import java.util.Optional;

/**
 * What vendors of finished files have in common, whether they make pictures, films or voices: a submit that is paid, and tasks that are
 * polled, called back and looked up for free.
 *
 * <p>Thread-safe: all workers share one instance. A call blocks for {@link #callTimeout()} at most. It never retries and
 * never touches credits: both belong to the caller.
 */
public interface TaskProvider {
    /** The slug under which this provider is configured. */
    ProviderId id();

    /** Name for people. */
    String displayName();

    /** Longest time one call may take, connecting included. */
    Duration callTimeout();

    /** True if the vendor calls the callback URL of an order when it is done. */
    default boolean callsBack() {
        return false;
    }

    /**
     * Reads the state of a task; free and safe to repeat. A task that is not listed yet counts as running.
     *
     * <p>A vendor that always answers a submit with {@code Completed} leaves this as it is.
     *
     * @throws dev.atelier.core.provider.ProviderFailure if the state could not be read; the task itself is untouched
     */
    default TaskProgress poll(VendorTaskId task) {
        throw new ProviderFailure(id(), FailureKind.UNAVAILABLE, id() + " answers at once: it has no tasks");
    }

    /**
     * True if {@link #findByReference} knows every order the vendor ever took: an empty answer then proves that it took none, and
     * a submit in doubt may be sent again.
     */
    default boolean looksUpByReference() {
        return false;
    }

    /**
     * Looks a submit up by our own reference, where the vendor can do that; free and safe to repeat.
     *
     * @return empty if the vendor has no such look-up or knows no such task
     */
    default Optional<VendorTaskId> findByReference(String reference) {
        return Optional.empty();
    }

    /** Reads a callback and judges its signature. Makes no call, never throws: what cannot be read is UNSIGNED or REFUSED. */
    default CallbackSignal readCallback(RawCallback callback) {
        return CallbackSignal.unsigned();
    }
}
