package dev.atelier.core.memory;

import dev.atelier.core.Store;
import dev.atelier.core.chain.spi.ChainRepositoryContract;

class InMemoryChainRepositoryTest extends ChainRepositoryContract {
    private final InMemoryStore store = InMemoryStore.create();

    @Override
    protected Store store() {
        return store;
    }
}
