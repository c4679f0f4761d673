package dev.atelier.persistence.account;

import dev.atelier.core.Store;
import dev.atelier.core.account.spi.IssuerSignInContract;
import dev.atelier.persistence.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiIssuerSignInTest extends IssuerSignInContract {
    @RegisterExtension
    final Stores stores = new Stores();

    @Override
    protected Store store() {
        return stores.store();
    }
}
