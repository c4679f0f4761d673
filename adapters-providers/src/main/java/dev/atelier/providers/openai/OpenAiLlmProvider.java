package dev.atelier.providers.openai;

import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.TextAnswer;
import dev.atelier.core.provider.spi.LlmProvider;
import java.time.Duration;
import java.util.function.Consumer;

/** OpenAI as a writer. */
final class OpenAiLlmProvider implements LlmProvider {
    private final OpenAiApi api;

    OpenAiLlmProvider(OpenAiApi api) {
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
        return api.complete(request, null);
    }

    @Override
    public TextAnswer stream(LlmRequest request, Consumer<String> words) {
        return api.complete(request, words);
    }
}
