package dev.atelier.persistence.chain;

import dev.atelier.core.Store;
import dev.atelier.core.chain.spi.ChainRepositoryContract;
import dev.atelier.persistence.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiChainRepositoryTest extends ChainRepositoryContract {
    @RegisterExtension
    final Stores stores = new Stores();

    @Override
    protected Store store() {
        return stores.store();
    }
}
