package dev.atelier.persistence.callback;

import dev.atelier.core.Store;
import dev.atelier.core.callback.spi.CallbackInboxContract;
import dev.atelier.persistence.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiCallbackInboxTest extends CallbackInboxContract {
    @RegisterExtension
    final Stores stores = new Stores();

    @Override
    protected Store store() {
        return stores.store();
    }
}
