package dev.atelier.providers.openai;

import static dev.atelier.providers.Fixtures.CLOCK;

import dev.atelier.core.provider.spi.LlmProvider;
import dev.atelier.providers.StubbedLlmContract;
import dev.atelier.providers.TextDialect;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;

class OpenAiLlmContractTest extends StubbedLlmContract {
    private final LlmProvider provider = new OpenAiProviderFactory(
                    new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
            .llm(settings("gpt-6-luna"));

    OpenAiLlmContractTest() {
        super(
                "/v1/chat/completions",
                TextDialect.chatCompletion("gpt-6-luna", OpenAiRefusals::status, OpenAiRefusals::body));
    }

    @Override
    protected LlmProvider provider() {
        return provider;
    }
}
