package dev.atelier.core.memory;

import dev.atelier.core.Store;
import dev.atelier.core.upload.spi.UploadRepositoryContract;

class InMemoryUploadRepositoryTest extends UploadRepositoryContract {
    private final InMemoryStore store = InMemoryStore.create();

    @Override
    protected Store store() {
        return store;
    }
}
