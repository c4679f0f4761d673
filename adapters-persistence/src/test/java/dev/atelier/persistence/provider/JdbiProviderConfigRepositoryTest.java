package dev.atelier.persistence.provider;

import dev.atelier.core.Store;
import dev.atelier.core.provider.spi.ProviderConfigRepositoryContract;
import dev.atelier.persistence.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiProviderConfigRepositoryTest extends ProviderConfigRepositoryContract {
    @RegisterExtension
    final Stores stores = new Stores();

    @Override
    protected Store store() {
        return stores.store();
    }
}
