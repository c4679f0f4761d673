package dev.atelier.providers.compatible;

import static dev.atelier.providers.Fixtures.CLOCK;
import static dev.atelier.providers.Fixtures.text;

import dev.atelier.core.provider.spi.Check;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.provider.spi.Without;
import dev.atelier.providers.PicturesAtOnceContract;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;

@Without(value = Check.TASKS, because = "It answers with the pictures at once: there are no tasks.")
@Without(value = Check.CALLBACK, because = "Servers of OpenAI's dialect call nobody.")
class CompatibleImageContractTest extends PicturesAtOnceContract {
    private final ImageGenerationProvider provider = new OpenAiCompatibleProviderFactory(
                    new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
            .imageGeneration(settings());

    CompatibleImageContractTest() {
        super(
                "/v1/images/generations",
                "flux.1-dev",
                text("openai/picture.json"),
                CompatibleRefusals::status,
                CompatibleRefusals::body);
    }

    @Override
    protected ImageGenerationProvider provider() {
        return provider;
    }
}
