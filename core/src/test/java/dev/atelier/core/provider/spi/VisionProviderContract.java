package dev.atelier.core.provider.spi;

import dev.atelier.core.fakes.BytesPicture;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.TextAnswer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What every {@link VisionProvider} promises. An adapter extends it and scripts its vendor on a local server. */
public abstract class VisionProviderContract extends TextProviderContract {
    /** The provider under test; its call timeout is some seconds at most. The same during one test. */
    protected abstract VisionProvider provider();

    /** The picture that is asked about: a PNG of one pixel, without a URL. */
    protected PictureInput picture() {
        return BytesPicture.onePixelPng();
    }

    @Test
    void itsTextFormHidesItsSecrets() {
        tellsNoSecret(provider().toString());
    }

    @Override
    final TextAnswer ask() {
        return provider().analyzeImage(picture(), "describe it, " + PRIVATE);
    }

    @Override
    final ProviderId askedId() {
        return provider().id();
    }

    @Override
    final Duration askedTimeout() {
        return provider().callTimeout();
    }

    @Override
    final String askedName() {
        return provider().displayName();
    }
}
