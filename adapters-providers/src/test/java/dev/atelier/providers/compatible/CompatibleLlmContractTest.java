package dev.atelier.providers.compatible;

import static dev.atelier.providers.Fixtures.CLOCK;

import dev.atelier.core.provider.spi.LlmProvider;
import dev.atelier.providers.StubbedLlmContract;
import dev.atelier.providers.TextDialect;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;

class CompatibleLlmContractTest extends StubbedLlmContract {
    private final LlmProvider provider = new OpenAiCompatibleProviderFactory(
                    new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
            .llm(settings("llava:13b"));

    CompatibleLlmContractTest() {
        super(
                "/v1/chat/completions",
                TextDialect.chatCompletion("llava:13b", CompatibleRefusals::status, CompatibleRefusals::body));
    }

    @Override
    protected LlmProvider provider() {
        return provider;
    }
}
