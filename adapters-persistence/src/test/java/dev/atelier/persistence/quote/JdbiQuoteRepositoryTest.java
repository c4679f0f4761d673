package dev.atelier.persistence.quote;

import dev.atelier.core.Store;
import dev.atelier.core.quote.spi.QuoteRepositoryContract;
import dev.atelier.persistence.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiQuoteRepositoryTest extends QuoteRepositoryContract {
    @RegisterExtension
    final Stores stores = new Stores();

    @Override
    protected Store store() {
        return stores.store();
    }
}
