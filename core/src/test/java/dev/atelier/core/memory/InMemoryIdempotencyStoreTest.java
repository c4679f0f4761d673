package dev.atelier.core.memory;

import dev.atelier.core.Store;
import dev.atelier.core.shared.spi.IdempotencyStoreContract;

class InMemoryIdempotencyStoreTest extends IdempotencyStoreContract {
    private final InMemoryStore store = InMemoryStore.create();

    @Override
    protected Store store() {
        return store;
    }
}
