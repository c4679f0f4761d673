package dev.atelier.core.memory;

import dev.atelier.core.Store;
import dev.atelier.core.account.spi.FirstDaysContract;

class InMemoryFirstDaysTest extends FirstDaysContract {
    private final InMemoryStore store = InMemoryStore.create();

    @Override
    protected Store store() {
        return store;
    }
}
