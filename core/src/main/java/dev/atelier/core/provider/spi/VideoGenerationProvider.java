package dev.atelier.core.provider.spi;

import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.VideoOrder;

/**
 * One vendor account that turns a {@link VideoOrder} into a film.
 *
 * <p>Implemented once per vendor; each passes {@code VideoGenerationProviderContract}. Wire facts, prices and the day they
 * were checked stand in {@code docs/providers}.
 */
public interface VideoGenerationProvider extends TaskProvider {
    /**
     * Asks the vendor to start the order. Costs money from the moment the vendor accepts it. Sends one request to the
     * paid route, once.
     *
     * @throws dev.atelier.core.provider.ProviderFailure of kind {@code OUTCOME_UNKNOWN} if the request may have arrived
     *     but no usable answer came back; any other kind means that nothing was started
     */
    Submission submit(VideoOrder order);
}
