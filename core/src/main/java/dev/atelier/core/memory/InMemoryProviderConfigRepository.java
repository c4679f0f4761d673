package dev.atelier.core.memory;

import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.spi.ProviderConfigRepository;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Configured providers by slug. */
final class InMemoryProviderConfigRepository implements ProviderConfigRepository {
    private static final String TOPIC = "providers";

    private final InMemoryDatabase database;
    private final InMemoryTable<ProviderId, ProviderConfig> providers;
    private final Listeners<String> listeners = new Listeners<>();
    private final AtomicLong revision = new AtomicLong();

    InMemoryProviderConfigRepository(InMemoryDatabase database) {
        this.database = database;
        this.providers = new InMemoryTable<>(database, Comparator.comparing(ProviderId::slug));
    }

    @Override
    public List<ProviderConfig> all() {
        return database.inTransaction(() -> providers.values().stream()
                .sorted(Comparator.comparing(ProviderConfig::category)
                        .thenComparingInt(ProviderConfig::priority)
                        .thenComparing(config -> config.id().slug()))
                .toList());
    }

    @Override
    public Optional<ProviderConfig> find(ProviderId id) {
        return database.inTransaction(() -> providers.get(id));
    }

    @Override
    public void insert(ProviderConfig config) {
        database.run(() -> {
            providers.insert(config.id(), config, "provider " + config.id());
            changed();
        });
    }

    @Override
    public boolean update(ProviderConfig config, long expectedVersion) {
        return database.inTransaction(() -> {
            boolean same = providers
                    .get(config.id())
                    .filter(stored -> stored.version() == expectedVersion)
                    .isPresent();
            if (same) {
                providers.put(config.id(), config);
                changed();
            }
            return same;
        });
    }

    @Override
    public boolean delete(ProviderId id) {
        return database.inTransaction(() -> {
            boolean there = providers.remove(id).isPresent();
            if (there) {
                changed();
            }
            return there;
        });
    }

    /** Grows before the change is committed: who sees the new number then waits for the rows of that transaction. */
    private void changed() {
        revision.incrementAndGet();
        database.afterCommit(() -> listeners.ring(TOPIC));
    }

    @Override
    public long revision() {
        return revision.get();
    }

    @Override
    public AutoCloseable onChange(Runnable action) {
        return listeners.add(TOPIC, action);
    }
}
