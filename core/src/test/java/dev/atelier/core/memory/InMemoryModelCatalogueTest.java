package dev.atelier.core.memory;

import dev.atelier.core.Store;
import dev.atelier.core.catalogue.spi.ModelCatalogueContract;

class InMemoryModelCatalogueTest extends ModelCatalogueContract {
    private final InMemoryStore store = InMemoryStore.create();

    @Override
    protected Store store() {
        return store;
    }
}
