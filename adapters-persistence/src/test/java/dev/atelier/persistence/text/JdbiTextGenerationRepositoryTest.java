package dev.atelier.persistence.text;

import dev.atelier.core.Store;
import dev.atelier.core.text.spi.TextGenerationRepositoryContract;
import dev.atelier.persistence.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiTextGenerationRepositoryTest extends TextGenerationRepositoryContract {
    @RegisterExtension
    final Stores stores = new Stores();

    @Override
    protected Store store() {
        return stores.store();
    }
}
