package dev.atelier.core.memory;

import dev.atelier.core.Store;
import dev.atelier.core.secret.spi.InstallationSecretRepositoryContract;

class InMemoryInstallationSecretRepositoryTest extends InstallationSecretRepositoryContract {
    private final InMemoryStore store = InMemoryStore.create();

    @Override
    protected Store store() {
        return store;
    }
}
