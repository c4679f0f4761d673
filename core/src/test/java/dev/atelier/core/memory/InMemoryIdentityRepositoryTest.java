package dev.atelier.core.memory;

import dev.atelier.core.Store;
import dev.atelier.core.account.spi.IdentityRepositoryContract;

class InMemoryIdentityRepositoryTest extends IdentityRepositoryContract {
    private final InMemoryStore store = InMemoryStore.create();

    @Override
    protected Store store() {
        return store;
    }
}
