package dev.atelier.providers.kie;

import static dev.atelier.providers.Fixtures.CLOCK;

import dev.atelier.core.provider.spi.LlmProvider;
import dev.atelier.providers.StubbedLlmContract;
import dev.atelier.providers.TextDialect;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;

class KieLlmContractTest extends StubbedLlmContract {
    private final LlmProvider provider = new KieProviderFactory(
                    new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
            .llm(settings("gemini-3-pro"));

    KieLlmContractTest() {
        super(
                "/gemini-3-pro/v1/chat/completions",
                TextDialect.chatCompletion("gemini-3-pro", kind -> 200, KieRefusals::body));
    }

    @Override
    protected LlmProvider provider() {
        return provider;
    }
}
