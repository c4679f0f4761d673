package dev.atelier.core.provider.spi;

import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorTaskId;
import java.time.Duration;
import java.util.Optional;

/**
 * One vendor account that turns an {@link ImageOrder} into pictures.
 *
 * <p>Implemented once per vendor; each passes {@code ImageGenerationProviderContract}. Wire facts, prices and the day they
 * were checked stand in {@code docs/providers}.
 *
 * <p>Thread-safe: all workers share one instance. A call blocks for {@link #callTimeout()} at most. It never retries and
 * never touches credits: both belong to the caller.
 */
public interface ImageGenerationProvider {
    /** The slug under which this provider is configured. */
    ProviderId id();

    /** Name for people. */
    String displayName();

    /** Longest time one call may take, connecting included. */
    Duration callTimeout();

    /** True if the vendor calls {@link ImageOrder#callbackUrl()} when it is done. */
    boolean callsBack();

    /**
     * Asks the vendor to start the order. Costs money from the moment the vendor accepts it. Sends one request to the
     * paid route, once.
     *
     * @throws dev.atelier.core.provider.ProviderFailure of kind {@code OUTCOME_UNKNOWN} if the request may have arrived
     *     but no usable answer came back; any other kind means that nothing was started
     */
    Submission submit(ImageOrder order);

    /**
     * Reads the state of a task; free and safe to repeat. A task that is not listed yet counts as running.
     *
     * @throws dev.atelier.core.provider.ProviderFailure if the state could not be read; the task itself is untouched
     */
    TaskProgress poll(VendorTaskId task);

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
    CallbackSignal readCallback(RawCallback callback);
}
