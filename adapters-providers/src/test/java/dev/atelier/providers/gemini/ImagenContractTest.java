package dev.atelier.providers.gemini;

import static dev.atelier.providers.Fixtures.CLOCK;
import static dev.atelier.providers.Fixtures.text;

import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.spi.Check;
import dev.atelier.core.provider.spi.Without;

@Without(value = Check.CALLBACK, because = "It answers with the pictures at once: there is nothing to call about.")
@Without(value = Check.TASKS, because = "It answers with the pictures at once: there are no tasks.")
class ImagenContractTest extends GooglePicturesAtOnceContract {
    ImagenContractTest() {
        super(
                http -> new GeminiProviderFactory(http, CLOCK),
                "/v1beta/models/imagen-4.0-generate-001:predict",
                "imagen-4.0-generate-001",
                text("gemini/imagen.json"));
    }

    @Override
    protected void vendorRefuses(FailureKind kind) {
        if (kind == FailureKind.CONTENT_REFUSED) {
            google.answersEverything(
                    200, "{\"predictions\": [{\"raiFilteredReason\": \"Unable to show generated images.\"}]}");
        } else {
            super.vendorRefuses(kind);
        }
    }
}
