package dev.atelier.providers.anthropic;

import static dev.atelier.providers.Fixtures.CLOCK;

import dev.atelier.core.provider.spi.LlmProvider;
import dev.atelier.providers.StubbedLlmContract;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;

class AnthropicLlmContractTest extends StubbedLlmContract {
    private final LlmProvider provider = new AnthropicProviderFactory(
                    new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
            .llm(settings("claude-sonnet-5-5"));

    AnthropicLlmContractTest() {
        super("/v1/messages", AnthropicRefusals.dialect());
    }

    @Override
    protected LlmProvider provider() {
        return provider;
    }
}
