package dev.atelier.providers.gemini;

import static dev.atelier.providers.Fixtures.CLOCK;

import dev.atelier.core.provider.spi.VisionProvider;
import dev.atelier.providers.StubbedVisionContract;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;

class GeminiVisionContractTest extends StubbedVisionContract {
    private final VisionProvider provider = new GeminiProviderFactory(
                    new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
            .vision(settings("gemini-3.8-flash"));

    GeminiVisionContractTest() {
        super("/v1beta/models/gemini-3.8-flash:generateContent", GeminiRefusals.dialect());
    }

    @Override
    protected VisionProvider provider() {
        return provider;
    }
}
