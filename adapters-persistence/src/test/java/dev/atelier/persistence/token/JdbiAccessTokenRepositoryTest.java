package dev.atelier.persistence.token;

import dev.atelier.core.Store;
import dev.atelier.core.token.spi.AccessTokenRepositoryContract;
import dev.atelier.persistence.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiAccessTokenRepositoryTest extends AccessTokenRepositoryContract {
    @RegisterExtension
    final Stores stores = new Stores();

    @Override
    protected Store store() {
        return stores.store();
    }
}
