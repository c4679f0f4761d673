package dev.atelier.persistence.generation;

import dev.atelier.core.Store;
import dev.atelier.core.generation.spi.GenerationRepositoryContract;
import dev.atelier.persistence.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiGenerationRepositoryTest extends GenerationRepositoryContract {
    @RegisterExtension
    final Stores stores = new Stores();

    @Override
    protected Store store() {
        return stores.store();
    }
}
