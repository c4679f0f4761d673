package dev.atelier.providers.openai;

import static dev.atelier.providers.Fixtures.CLOCK;
import static dev.atelier.providers.Fixtures.text;

import dev.atelier.core.provider.spi.Check;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.provider.spi.Without;
import dev.atelier.providers.PicturesAtOnceContract;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;

@Without(value = Check.TASKS, because = "It answers with the pictures at once: there are no tasks.")
@Without(value = Check.CALLBACK, because = "OpenAI has no callbacks for pictures or speech.")
class OpenAiImageContractTest extends PicturesAtOnceContract {
    private final ImageGenerationProvider provider = new OpenAiProviderFactory(
                    new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
            .imageGeneration(settings());

    OpenAiImageContractTest() {
        super(
                "/v1/images/generations",
                "gpt-image-2",
                text("openai/picture.json"),
                OpenAiRefusals::status,
                OpenAiRefusals::body);
    }

    @Override
    protected ImageGenerationProvider provider() {
        return provider;
    }
}
