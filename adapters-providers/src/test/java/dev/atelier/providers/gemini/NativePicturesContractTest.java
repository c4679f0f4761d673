package dev.atelier.providers.gemini;

import static dev.atelier.providers.Fixtures.text;

import dev.atelier.core.provider.spi.Check;
import dev.atelier.core.provider.spi.Without;

@Without(value = Check.CALLBACK, because = "Google calls nobody: what runs there is polled.")
@Without(value = Check.TASKS, because = "It answers with the pictures at once: there are no tasks.")
class NativePicturesContractTest extends GooglePicturesAtOnceContract {
    NativePicturesContractTest() {
        super(
                "/v1beta/models/gemini-nano-banana-2.1:generateContent",
                "gemini-nano-banana-2.1",
                text("gemini/picture.json"));
    }
}
