package dev.atelier.providers.openrouter;

import static dev.atelier.providers.Fixtures.CLOCK;

import dev.atelier.core.provider.spi.LlmProvider;
import dev.atelier.providers.StubbedLlmContract;
import dev.atelier.providers.TextDialect;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;

class OpenRouterLlmContractTest extends StubbedLlmContract {
    private final LlmProvider provider = new OpenRouterProviderFactory(
                    new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
            .llm(settings("openai/gpt-6.1-terra"));

    OpenRouterLlmContractTest() {
        super(
                "/v1/chat/completions",
                TextDialect.chatCompletion(
                        "openai/gpt-6.1-terra", OpenRouterRefusals::status, OpenRouterRefusals::body));
    }

    @Override
    protected LlmProvider provider() {
        return provider;
    }
}
