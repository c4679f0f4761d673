package dev.atelier.providers.guard;

import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.TextAnswer;
import dev.atelier.core.provider.spi.VisionProvider;
import java.time.Duration;

/** A vision model behind its guard. */
record GuardedVision(VisionProvider vendor, RowGuards guards) implements VisionProvider {
    @Override
    public ProviderId id() {
        return vendor.id();
    }

    @Override
    public String displayName() {
        return vendor.displayName();
    }

    @Override
    public Duration callTimeout() {
        return vendor.callTimeout();
    }

    @Override
    public TextAnswer analyzeImage(PictureInput image, String prompt) {
        return guards.of(Operation.VISION).call(() -> vendor.analyzeImage(image, prompt));
    }
}
