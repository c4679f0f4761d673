package dev.atelier.core.memory;

import dev.atelier.core.Store;
import dev.atelier.core.fakes.SettableClock;
import dev.atelier.core.job.spi.JobQueueContract;
import java.time.Duration;
import java.util.Random;

class InMemoryJobQueueTest extends JobQueueContract {
    private final SettableClock clock = SettableClock.running();
    private final InMemoryStore store = new InMemoryStore(clock, RETRIES, new Random(1), 4);
    private final InMemoryStore single = new InMemoryStore(clock, RETRIES, new Random(1), 1);

    @Override
    protected Store store() {
        return store;
    }

    @Override
    protected Store storeWithOneWorker() {
        return single;
    }

    @Override
    protected void timePasses(Duration time) {
        clock.advance(time);
    }
}
