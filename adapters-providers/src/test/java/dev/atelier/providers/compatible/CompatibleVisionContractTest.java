package dev.atelier.providers.compatible;

import static dev.atelier.providers.Fixtures.CLOCK;

import dev.atelier.core.provider.spi.VisionProvider;
import dev.atelier.providers.StubbedVisionContract;
import dev.atelier.providers.TextDialect;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;

class CompatibleVisionContractTest extends StubbedVisionContract {
    private final VisionProvider provider = new OpenAiCompatibleProviderFactory(
                    new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
            .vision(settings("llava:13b"));

    CompatibleVisionContractTest() {
        super(
                "/v1/chat/completions",
                TextDialect.chatCompletion("llava:13b", CompatibleRefusals::status, CompatibleRefusals::body));
    }

    @Override
    protected VisionProvider provider() {
        return provider;
    }
}
