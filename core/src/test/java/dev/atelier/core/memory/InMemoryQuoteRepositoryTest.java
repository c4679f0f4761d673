package dev.atelier.core.memory;

import dev.atelier.core.Store;
import dev.atelier.core.quote.spi.QuoteRepositoryContract;

class InMemoryQuoteRepositoryTest extends QuoteRepositoryContract {
    private final InMemoryStore store = InMemoryStore.create();

    @Override
    protected Store store() {
        return store;
    }
}
