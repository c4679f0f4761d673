package dev.atelier.core.provider.spi;

import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.TextAnswer;
import java.time.Duration;

/**
 * One vendor account that describes pictures in words. Each implementation passes {@code VisionProviderContract}.
 *
 * <p>Thread-safe. A call blocks for {@link #callTimeout()} at most, never retries, and costs money.
 */
public interface VisionProvider {
    ProviderId id();

    String displayName();

    Duration callTimeout();

    /**
     * Describes one picture as the prompt asks.
     *
     * @throws dev.atelier.core.provider.ProviderFailure if no usable text came back
     */
    TextAnswer analyzeImage(PictureInput image, String prompt);
}
