package dev.atelier.providers.openrouter;

import static dev.atelier.providers.Fixtures.CLOCK;
import static dev.atelier.providers.Fixtures.text;

import dev.atelier.core.provider.spi.Check;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.provider.spi.Without;
import dev.atelier.providers.PicturesAtOnceContract;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;

@Without(value = Check.TASKS, because = "It answers with the pictures at once: there are no tasks.")
@Without(value = Check.CALLBACK, because = "OpenRouter calls back for films alone.")
class OpenRouterImageContractTest extends PicturesAtOnceContract {
    private final ImageGenerationProvider provider = new OpenRouterProviderFactory(
                    new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
            .imageGeneration(settings());

    OpenRouterImageContractTest() {
        super(
                "/v1/images",
                "bytedance-seed/seedream-4.5",
                text("openrouter/picture.json"),
                OpenRouterRefusals::status,
                OpenRouterRefusals::body);
    }

    @Override
    protected ImageGenerationProvider provider() {
        return provider;
    }
}
