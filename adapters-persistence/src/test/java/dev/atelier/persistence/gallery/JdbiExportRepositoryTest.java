package dev.atelier.persistence.gallery;

import dev.atelier.core.Store;
import dev.atelier.core.gallery.spi.ExportRepositoryContract;
import dev.atelier.persistence.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiExportRepositoryTest extends ExportRepositoryContract {
    @RegisterExtension
    final Stores stores = new Stores();

    @Override
    protected Store store() {
        return stores.store();
    }
}
