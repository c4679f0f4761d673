package dev.atelier.persistence.catalogue;

import dev.atelier.core.Store;
import dev.atelier.core.catalogue.spi.ModelCatalogueContract;
import dev.atelier.persistence.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiModelCatalogueTest extends ModelCatalogueContract {
    @RegisterExtension
    final Stores stores = new Stores();

    @Override
    protected Store store() {
        return stores.store();
    }
}
