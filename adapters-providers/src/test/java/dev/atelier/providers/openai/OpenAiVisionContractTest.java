package dev.atelier.providers.openai;

import static dev.atelier.providers.Fixtures.CLOCK;

import dev.atelier.core.provider.spi.VisionProvider;
import dev.atelier.providers.StubbedVisionContract;
import dev.atelier.providers.TextDialect;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;

class OpenAiVisionContractTest extends StubbedVisionContract {
    private final VisionProvider provider = new OpenAiProviderFactory(
                    new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
            .vision(settings("gpt-6-luna"));

    OpenAiVisionContractTest() {
        super(
                "/v1/chat/completions",
                TextDialect.chatCompletion("gpt-6-luna", OpenAiRefusals::status, OpenAiRefusals::body));
    }

    @Override
    protected VisionProvider provider() {
        return provider;
    }
}
