package dev.atelier.core.memory;

import dev.atelier.core.Store;
import dev.atelier.core.gallery.spi.ExportRepositoryContract;

class InMemoryExportRepositoryTest extends ExportRepositoryContract {
    private final InMemoryStore store = InMemoryStore.create();

    @Override
    protected Store store() {
        return store;
    }
}
