package dev.atelier.persistence.idempotency;

import dev.atelier.core.Store;
import dev.atelier.core.shared.spi.IdempotencyStoreContract;
import dev.atelier.persistence.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiIdempotencyStoreTest extends IdempotencyStoreContract {
    @RegisterExtension
    final Stores stores = new Stores();

    @Override
    protected Store store() {
        return stores.store();
    }
}
