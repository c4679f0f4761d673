package dev.atelier.core.memory;

import dev.atelier.core.Store;
import dev.atelier.core.generation.spi.GenerationRepositoryContract;

class InMemoryGenerationRepositoryTest extends GenerationRepositoryContract {
    private final InMemoryStore store = InMemoryStore.create();

    @Override
    protected Store store() {
        return store;
    }
}
