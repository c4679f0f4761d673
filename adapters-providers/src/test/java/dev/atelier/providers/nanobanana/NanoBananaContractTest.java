package dev.atelier.providers.nanobanana;

import static dev.atelier.providers.Fixtures.CLOCK;
import static dev.atelier.providers.Fixtures.text;

import dev.atelier.core.provider.spi.Check;
import dev.atelier.core.provider.spi.Without;
import dev.atelier.providers.gemini.GooglePicturesAtOnceContract;

@Without(value = Check.CALLBACK, because = "It answers with the pictures at once: there is nothing to call about.")
@Without(value = Check.TASKS, because = "It answers with the pictures at once: there are no tasks.")
class NanoBananaContractTest extends GooglePicturesAtOnceContract {
    NanoBananaContractTest() {
        super(
                http -> new NanoBananaProviderFactory(http, CLOCK),
                "/v1beta/models/gemini-3-pro-image:generateContent",
                "gemini-3-pro-image",
                text("gemini/picture.json"));
    }
}
