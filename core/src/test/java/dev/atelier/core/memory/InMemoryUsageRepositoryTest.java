package dev.atelier.core.memory;

import dev.atelier.core.Store;
import dev.atelier.core.usage.spi.UsageRepositoryContract;

class InMemoryUsageRepositoryTest extends UsageRepositoryContract {
    private final InMemoryStore store = InMemoryStore.create();

    @Override
    protected Store store() {
        return store;
    }
}
