package dev.atelier.persistence.credit;

import dev.atelier.core.Store;
import dev.atelier.core.credit.spi.CreditLedgerContract;
import dev.atelier.persistence.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiCreditLedgerTest extends CreditLedgerContract {
    @RegisterExtension
    final Stores stores = new Stores();

    @Override
    protected Store store() {
        return stores.store();
    }
}
