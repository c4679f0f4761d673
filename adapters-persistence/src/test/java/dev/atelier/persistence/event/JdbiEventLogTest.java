package dev.atelier.persistence.event;

import dev.atelier.core.Store;
import dev.atelier.core.event.spi.EventLogContract;
import dev.atelier.persistence.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiEventLogTest extends EventLogContract {
    @RegisterExtension
    final Stores stores = new Stores();

    @Override
    protected Store store() {
        return stores.store();
    }
}
