package dev.atelier.providers.anthropic;

import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.TextAnswer;
import dev.atelier.core.provider.spi.LlmProvider;
import java.time.Duration;
import java.util.function.Consumer;

/** Claude as a writer. */
final class AnthropicLlmProvider implements LlmProvider {
    private final AnthropicApi api;

    AnthropicLlmProvider(AnthropicApi api) {
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
        return api.ask(request, null);
    }

    @Override
    public TextAnswer stream(LlmRequest request, Consumer<String> words) {
        return api.ask(request, words);
    }
}
