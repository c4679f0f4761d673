package dev.atelier.persistence.upload;

import dev.atelier.core.Store;
import dev.atelier.core.upload.spi.UploadRepositoryContract;
import dev.atelier.persistence.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiUploadRepositoryTest extends UploadRepositoryContract {
    @RegisterExtension
    final Stores stores = new Stores();

    @Override
    protected Store store() {
        return stores.store();
    }
}
