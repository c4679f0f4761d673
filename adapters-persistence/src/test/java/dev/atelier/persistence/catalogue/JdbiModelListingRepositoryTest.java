package dev.atelier.persistence.catalogue;

import dev.atelier.core.Store;
import dev.atelier.core.catalogue.spi.ModelListingRepositoryContract;
import dev.atelier.persistence.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiModelListingRepositoryTest extends ModelListingRepositoryContract {
    @RegisterExtension
    final Stores stores = new Stores();

    @Override
    protected Store store() {
        return stores.store();
    }
}
