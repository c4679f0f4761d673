package dev.atelier.core.memory;

import dev.atelier.core.Store;
import dev.atelier.core.provider.spi.ProviderConfigRepositoryContract;

class InMemoryProviderConfigRepositoryTest extends ProviderConfigRepositoryContract {
    private final InMemoryStore store = InMemoryStore.create();

    @Override
    protected Store store() {
        return store;
    }
}
