package dev.atelier.providers.guard;

import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.TextAnswer;
import dev.atelier.core.provider.spi.LlmProvider;
import java.time.Duration;
import java.util.function.Consumer;

/** A language model behind its guard. */
record GuardedLlm(LlmProvider vendor, RowGuards guards) implements LlmProvider {
    @Override
    public ProviderId id() {
        return vendor.id();
    }

    @Override
    public String displayName() {
        return vendor.displayName();
    }

    @Override
    public Duration callTimeout() {
        return vendor.callTimeout();
    }

    @Override
    public TextAnswer chatCompletion(LlmRequest request) {
        return guards.of(Operation.CHAT).call(() -> vendor.chatCompletion(request));
    }

    @Override
    public TextAnswer stream(LlmRequest request, Consumer<String> words) {
        return guards.of(Operation.CHAT).call(() -> vendor.stream(request, words));
    }
}
