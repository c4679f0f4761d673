package dev.atelier.core.memory;

import dev.atelier.core.Store;
import dev.atelier.core.callback.spi.CallbackInboxContract;

class InMemoryCallbackInboxTest extends CallbackInboxContract {
    private final InMemoryStore store = InMemoryStore.create();

    @Override
    protected Store store() {
        return store;
    }
}
