package dev.atelier.core.memory;

import dev.atelier.core.Store;
import dev.atelier.core.audit.spi.AuditLogContract;

class InMemoryAuditLogTest extends AuditLogContract {
    private final InMemoryStore store = InMemoryStore.create();

    @Override
    protected Store store() {
        return store;
    }
}
