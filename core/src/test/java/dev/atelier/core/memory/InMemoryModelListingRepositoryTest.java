package dev.atelier.core.memory;

import dev.atelier.core.Store;
import dev.atelier.core.catalogue.spi.ModelListingRepositoryContract;

class InMemoryModelListingRepositoryTest extends ModelListingRepositoryContract {
    private final InMemoryStore store = InMemoryStore.create();

    @Override
    protected Store store() {
        return store;
    }
}
