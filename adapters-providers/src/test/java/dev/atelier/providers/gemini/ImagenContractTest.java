package dev.atelier.providers.gemini;

import static dev.atelier.providers.Fixtures.text;

import dev.atelier.core.provider.FailureKind;

class ImagenContractTest extends GooglePicturesAtOnceContract {
    ImagenContractTest() {
        super("/v1beta/models/imagen-4.0-generate-001:predict", "imagen-4.0-generate-001", text("gemini/imagen.json"));
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
