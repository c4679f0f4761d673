package dev.atelier.core.memory;

import dev.atelier.core.Store;
import dev.atelier.core.account.spi.AccountRepositoryContract;

class InMemoryAccountRepositoryTest extends AccountRepositoryContract {
    private final InMemoryStore store = InMemoryStore.create();

    @Override
    protected Store store() {
        return store;
    }
}
