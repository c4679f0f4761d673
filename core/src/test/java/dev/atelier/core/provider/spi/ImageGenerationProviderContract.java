package dev.atelier.core.provider.spi;

import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.Submission;
import java.net.URI;
import java.util.List;
import java.util.UUID;

/** What every {@link ImageGenerationProvider} promises. An adapter extends it and scripts its vendor on a local server. */
public abstract class ImageGenerationProviderContract extends TaskProviderContract {
    @Override
    protected abstract ImageGenerationProvider provider();

    /** An order that this vendor can take. */
    protected ImageOrder order() {
        return new ImageOrder(
                model(),
                "a teapot " + PRIVATE,
                List.of(),
                null,
                null,
                null,
                null,
                provider().callsBack() ? URI.create("https://atelier.example.com/callbacks/" + PRIVATE) : null,
                UUID.randomUUID().toString());
    }

    @Override
    protected final Submission submit() {
        return provider().submit(order());
    }
}
