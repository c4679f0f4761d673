package dev.atelier.providers.openrouter;

import static dev.atelier.providers.Fixtures.CLOCK;

import dev.atelier.core.provider.spi.VisionProvider;
import dev.atelier.providers.StubbedVisionContract;
import dev.atelier.providers.TextDialect;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;

class OpenRouterVisionContractTest extends StubbedVisionContract {
    private final VisionProvider provider = new OpenRouterProviderFactory(
                    new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
            .vision(settings("openai/gpt-6.1-terra"));

    OpenRouterVisionContractTest() {
        super(
                "/v1/chat/completions",
                TextDialect.chatCompletion(
                        "openai/gpt-6.1-terra", OpenRouterRefusals::status, OpenRouterRefusals::body));
    }

    @Override
    protected VisionProvider provider() {
        return provider;
    }
}
