package dev.atelier.core.memory;

import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.core.chain.Chain;
import dev.atelier.core.chain.spi.ChainRepository;
import java.util.Comparator;
import java.util.Optional;

/** Chains by their category. */
final class InMemoryChainRepository implements ChainRepository {
    private final InMemoryDatabase database;
    private final InMemoryTable<ModelCategory, Chain> chains;

    InMemoryChainRepository(InMemoryDatabase database) {
        this.database = database;
        this.chains = new InMemoryTable<>(database, Comparator.naturalOrder());
    }

    @Override
    public Optional<Chain> find(ModelCategory category) {
        return database.inTransaction(() -> chains.get(category));
    }

    @Override
    public boolean put(Chain chain) {
        return database.inTransaction(() -> {
            long stored = chains.get(chain.category()).map(Chain::version).orElse(0L);
            if (stored != chain.version() - 1) {
                return false;
            }
            chains.put(chain.category(), chain);
            return true;
        });
    }
}
