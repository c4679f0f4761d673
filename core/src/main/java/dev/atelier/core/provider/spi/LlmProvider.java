package dev.atelier.core.provider.spi;

import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.TextAnswer;
import java.time.Duration;

/**
 * One vendor account that writes text. Each implementation passes {@code LlmProviderContract}.
 *
 * <p>Thread-safe. A call blocks for {@link #callTimeout()} at most, never retries, and costs money.
 */
public interface LlmProvider {
    ProviderId id();

    String displayName();

    Duration callTimeout();

    /**
     * Asks the model once.
     *
     * @throws dev.atelier.core.provider.ProviderFailure if no usable text came back
     */
    TextAnswer chatCompletion(LlmRequest request);
}
