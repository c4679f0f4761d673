package dev.atelier.core.memory;

import dev.atelier.core.Store;
import dev.atelier.core.key.spi.ProviderKeyRepositoryContract;

class InMemoryProviderKeyRepositoryTest extends ProviderKeyRepositoryContract {
    private final InMemoryStore store = InMemoryStore.create();

    @Override
    protected Store store() {
        return store;
    }
}
