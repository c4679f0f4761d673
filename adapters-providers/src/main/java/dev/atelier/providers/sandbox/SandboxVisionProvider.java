package dev.atelier.providers.sandbox;

import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.TextAnswer;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.provider.spi.VisionProvider;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Describes pictures by what can be counted: colours, brightness, edges, symmetry. */
final class SandboxVisionProvider implements VisionProvider {
    private final ProviderSettings settings;

    SandboxVisionProvider(ProviderSettings settings) {
        this.settings = settings;
    }

    @Override
    public ProviderId id() {
        return settings.id();
    }

    @Override
    public String displayName() {
        return settings.displayName();
    }

    @Override
    public Duration callTimeout() {
        return Duration.ofSeconds(10);
    }

    @Override
    public TextAnswer analyzeImage(PictureInput image, String prompt) {
        byte[] bytes;
        try (InputStream in = image.open()) {
            bytes = in.readNBytes(Inset.MOST_BYTES);
        } catch (IOException e) {
            throw new ProviderFailure(id(), FailureKind.UNAVAILABLE, "the picture could not be opened", null, e);
        }
        Inset inset = Inset.decode(bytes)
                .orElseThrow(() ->
                        new ProviderFailure(id(), FailureKind.INVALID_ORDER, "the sandbox cannot read this picture"));
        String text = new Look(inset.picture()).describe();
        VendorCost cost = new VendorCost(0L, null, SandboxLlmProvider.words(prompt), SandboxLlmProvider.words(text));
        return new TextAnswer(text, settings.model().value(), cost);
    }
}
