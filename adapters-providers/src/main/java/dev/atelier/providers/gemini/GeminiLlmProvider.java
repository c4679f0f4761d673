package dev.atelier.providers.gemini;

import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.TextAnswer;
import dev.atelier.core.provider.spi.LlmProvider;
import java.time.Duration;
import java.util.function.Consumer;

/** Gemini as a writer. */
final class GeminiLlmProvider implements LlmProvider {
    private final GeminiApi api;

    GeminiLlmProvider(GeminiApi api) {
        this.api = api;
    }

    @Override
    public ProviderId id() {
        return api.id();
    }

    @Override
    public String displayName() {
        return api.displayName();
    }

    @Override
    public Duration callTimeout() {
        return api.callTimeout();
    }

    @Override
    public TextAnswer chatCompletion(LlmRequest request) {
        return api.generate(request, null);
    }

    @Override
    public TextAnswer stream(LlmRequest request, Consumer<String> words) {
        return api.generate(request, words);
    }
}
