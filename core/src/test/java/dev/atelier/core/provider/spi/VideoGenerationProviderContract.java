package dev.atelier.core.provider.spi;

import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.VideoOrder;
import java.net.URI;
import java.util.List;
import java.util.UUID;

/** What every {@link VideoGenerationProvider} promises. An adapter extends it and scripts its vendor on a local server. */
public abstract class VideoGenerationProviderContract extends TaskProviderContract {
    @Override
    protected abstract VideoGenerationProvider provider();

    /** An order that this vendor can take. */
    protected VideoOrder order() {
        return new VideoOrder(
                model(),
                "a teapot pours " + PRIVATE,
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
