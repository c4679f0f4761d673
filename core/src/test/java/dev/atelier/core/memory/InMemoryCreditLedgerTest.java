package dev.atelier.core.memory;

import dev.atelier.core.Store;
import dev.atelier.core.credit.spi.CreditLedgerContract;

class InMemoryCreditLedgerTest extends CreditLedgerContract {
    private final InMemoryStore store = InMemoryStore.create();

    @Override
    protected Store store() {
        return store;
    }
}
