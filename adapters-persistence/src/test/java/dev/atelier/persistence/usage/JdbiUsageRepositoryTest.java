package dev.atelier.persistence.usage;

import dev.atelier.core.Store;
import dev.atelier.core.usage.spi.UsageRepositoryContract;
import dev.atelier.persistence.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiUsageRepositoryTest extends UsageRepositoryContract {
    @RegisterExtension
    final Stores stores = new Stores();

    @Override
    protected Store store() {
        return stores.store();
    }
}
