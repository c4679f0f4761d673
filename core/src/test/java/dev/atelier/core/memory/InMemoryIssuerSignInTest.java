package dev.atelier.core.memory;

import dev.atelier.core.Store;
import dev.atelier.core.account.spi.IssuerSignInContract;

class InMemoryIssuerSignInTest extends IssuerSignInContract {
    private final InMemoryStore store = InMemoryStore.create();

    @Override
    protected Store store() {
        return store;
    }
}
