package dev.atelier.core.memory;

import dev.atelier.core.Store;
import dev.atelier.core.token.spi.AccessTokenRepositoryContract;

class InMemoryAccessTokenRepositoryTest extends AccessTokenRepositoryContract {
    private final InMemoryStore store = InMemoryStore.create();

    @Override
    protected Store store() {
        return store;
    }
}
