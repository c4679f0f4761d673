package dev.atelier.core.memory;

import dev.atelier.core.Store;
import dev.atelier.core.event.spi.EventLogContract;

class InMemoryEventLogTest extends EventLogContract {
    private final InMemoryStore store = InMemoryStore.create();

    @Override
    protected Store store() {
        return store;
    }
}
