package dev.atelier.providers.anthropic;

import static dev.atelier.providers.Fixtures.CLOCK;

import dev.atelier.core.provider.spi.VisionProvider;
import dev.atelier.providers.StubbedVisionContract;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;

class AnthropicVisionContractTest extends StubbedVisionContract {
    private final VisionProvider provider = new AnthropicProviderFactory(
                    new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
            .vision(settings("claude-sonnet-5-5"));

    AnthropicVisionContractTest() {
        super("/v1/messages", AnthropicRefusals.dialect());
    }

    @Override
    protected VisionProvider provider() {
        return provider;
    }
}
