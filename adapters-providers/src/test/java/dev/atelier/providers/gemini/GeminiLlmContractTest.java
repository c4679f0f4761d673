package dev.atelier.providers.gemini;

import static dev.atelier.providers.Fixtures.CLOCK;

import dev.atelier.core.provider.spi.LlmProvider;
import dev.atelier.providers.StubbedLlmContract;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;

class GeminiLlmContractTest extends StubbedLlmContract {
    private final LlmProvider provider = new GeminiProviderFactory(
                    new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
            .llm(settings("gemini-3.8-flash"));

    GeminiLlmContractTest() {
        super(
                "/v1beta/models/gemini-3.8-flash:(generateContent|streamGenerateContent\\?alt=sse)",
                GeminiRefusals.dialect());
    }

    @Override
    protected LlmProvider provider() {
        return provider;
    }
}
