package dev.atelier.providers.dialect;

import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.TextAnswer;
import dev.atelier.core.provider.spi.LlmProvider;
import java.time.Duration;
import java.util.function.Consumer;

/** A writer by chat completions. Options: {@code callTimeoutSeconds}, {@code maxTokensField}. */
public final class ChatLlmProvider implements LlmProvider {
    private final ChatRoute chat;

    public ChatLlmProvider(OpenAiServer server) {
        this.chat = new ChatRoute(server);
    }

    @Override
    public ProviderId id() {
        return chat.server().id();
    }

    @Override
    public String displayName() {
        return chat.server().displayName();
    }

    @Override
    public Duration callTimeout() {
        return chat.callTimeout();
    }

    @Override
    public TextAnswer chatCompletion(LlmRequest request) {
        return chat.complete(request, null);
    }

    @Override
    public TextAnswer stream(LlmRequest request, Consumer<String> words) {
        return chat.complete(request, words);
    }
}
