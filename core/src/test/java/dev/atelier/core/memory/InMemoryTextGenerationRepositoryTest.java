package dev.atelier.core.memory;

import dev.atelier.core.Store;
import dev.atelier.core.text.spi.TextGenerationRepositoryContract;

class InMemoryTextGenerationRepositoryTest extends TextGenerationRepositoryContract {
    private final InMemoryStore store = InMemoryStore.create();

    @Override
    protected Store store() {
        return store;
    }
}
