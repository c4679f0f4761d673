package dev.atelier.core.provider.spi;

import dev.atelier.core.provider.SpeechOrder;
import dev.atelier.core.provider.Submission;
import java.net.URI;
import java.util.UUID;

/** What every {@link SpeechProvider} promises. An adapter extends it and scripts its vendor on a local server. */
public abstract class SpeechProviderContract extends TaskProviderContract {
    @Override
    protected abstract SpeechProvider provider();

    /** An order that this vendor can take. */
    protected SpeechOrder order() {
        return new SpeechOrder(
                model(),
                "tea is served " + PRIVATE,
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
