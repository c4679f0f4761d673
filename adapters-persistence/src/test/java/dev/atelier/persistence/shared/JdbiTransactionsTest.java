package dev.atelier.persistence.shared;

import dev.atelier.core.Store;
import dev.atelier.core.shared.spi.TransactionsContract;
import dev.atelier.persistence.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiTransactionsTest extends TransactionsContract {
    @RegisterExtension
    final Stores stores = new Stores();

    @Override
    protected Store store() {
        return stores.store();
    }
}
