package dev.atelier.persistence.account;

import dev.atelier.core.Store;
import dev.atelier.core.account.spi.IdentityRepositoryContract;
import dev.atelier.persistence.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiIdentityRepositoryTest extends IdentityRepositoryContract {
    @RegisterExtension
    final Stores stores = new Stores();

    @Override
    protected Store store() {
        return stores.store();
    }
}
