package dev.atelier.providers.gemini;

import static dev.atelier.providers.Fixtures.text;

class NativePicturesContractTest extends GooglePicturesAtOnceContract {
    NativePicturesContractTest() {
        super(
                "/v1beta/models/gemini-nano-banana-2.1:generateContent",
                "gemini-nano-banana-2.1",
                text("gemini/picture.json"));
    }
}
