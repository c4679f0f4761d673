package dev.atelier.core.provider;

import dev.atelier.core.provider.spi.LlmProvider;
import dev.atelier.core.provider.spi.VisionProvider;
import java.time.Duration;

/** Stands for a provider whose key is gone: every call says so, and the next in line may be asked. */
final class Keyless implements LlmProvider, VisionProvider {
    private final ProviderConfig config;
    private final ProviderFailure why;

    Keyless(ProviderConfig config, ProviderFailure why) {
        this.config = config;
        this.why = why;
    }

    @Override
    public ProviderId id() {
        return config.id();
    }

    @Override
    public String displayName() {
        return config.displayName();
    }

    @Override
    public Duration callTimeout() {
        return Duration.ofSeconds(1);
    }

    @Override
    public TextAnswer chatCompletion(LlmRequest request) {
        throw failure();
    }

    @Override
    public TextAnswer analyzeImage(PictureInput image, String prompt) {
        throw failure();
    }

    private ProviderFailure failure() {
        return new ProviderFailure(config.id(), why.kind(), String.valueOf(why.getMessage()));
    }
}
