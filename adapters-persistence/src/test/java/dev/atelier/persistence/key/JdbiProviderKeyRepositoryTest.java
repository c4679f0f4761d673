package dev.atelier.persistence.key;

import dev.atelier.core.Store;
import dev.atelier.core.key.spi.ProviderKeyRepositoryContract;
import dev.atelier.persistence.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiProviderKeyRepositoryTest extends ProviderKeyRepositoryContract {
    @RegisterExtension
    final Stores stores = new Stores();

    @Override
    protected Store store() {
        return stores.store();
    }
}
