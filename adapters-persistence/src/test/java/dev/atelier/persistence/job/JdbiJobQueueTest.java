package dev.atelier.persistence.job;

import dev.atelier.core.Store;
import dev.atelier.core.job.spi.JobQueueContract;
import dev.atelier.persistence.Stores;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiJobQueueTest extends JobQueueContract {
    @RegisterExtension
    final Stores stores = new Stores();

    @Override
    protected Store store() {
        return stores.store();
    }

    @Override
    protected Store storeWithOneWorker() {
        return stores.elsewhere(settings -> settings.withWorkers(1));
    }

    @Override
    protected Store secondNode() {
        return stores.open(UnaryOperator.identity());
    }
}
