package dev.atelier.core.memory;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.key.KeyUse;
import dev.atelier.core.key.ProviderKey;
import dev.atelier.core.key.ProviderKeyId;
import dev.atelier.core.key.spi.ProviderKeyRepository;
import dev.atelier.core.secret.SealedSecret;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Own keys by id, and their uses by run and adapter. */
final class InMemoryProviderKeyRepository implements ProviderKeyRepository {
    private static final Comparator<ProviderKey> NEWEST_FIRST = Comparator.comparing(ProviderKey::createdAt)
            .thenComparing(key -> key.id().value())
            .reversed();

    private record Run(OrgId org, GenerationId generation, String adapter) {}

    private final InMemoryDatabase database;
    private final InMemoryTable<ProviderKeyId, ProviderKey> keys;
    private final InMemoryTable<Run, KeyUse> uses;

    InMemoryProviderKeyRepository(InMemoryDatabase database) {
        this.database = database;
        // As PostgreSQL orders uuids: byte by byte.
        this.keys = new InMemoryTable<>(
                database, Comparator.comparing(id -> id.value().toString()));
        this.uses = new InMemoryTable<>(
                database,
                Comparator.comparing((Run run) -> run.generation().value()).thenComparing(Run::adapter));
    }

    @Override
    public boolean insert(ProviderKey key) {
        return database.inTransaction(() -> {
            if (keys.values().stream().anyMatch(other -> sameName(other, key))) {
                return false;
            }
            keys.insert(key.id(), key, "provider key " + key.id());
            return true;
        });
    }

    private static boolean sameName(ProviderKey one, ProviderKey other) {
        return one.org().equals(other.org())
                && Objects.equals(one.owner(), other.owner())
                && one.adapter().equals(other.adapter())
                && one.terms().name().equals(other.terms().name());
    }

    @Override
    public boolean update(ProviderKey key, long expectedVersion) {
        return database.inTransaction(() -> {
            Optional<ProviderKey> stored = find(key.org(), key.id()).filter(now -> now.version() == expectedVersion);
            if (stored.isEmpty()) {
                return false;
            }
            if (keys.values().stream().anyMatch(other -> !other.id().equals(key.id()) && sameName(other, key))) {
                throw new IllegalStateException("the name is taken");
            }
            keys.put(key.id(), key.used(stored.get().use()));
            return true;
        });
    }

    @Override
    public boolean delete(OrgId org, ProviderKeyId key) {
        return database.inTransaction(
                () -> find(org, key).flatMap(found -> keys.remove(key)).isPresent());
    }

    @Override
    public int deleteOf(OrgId org, UserId owner) {
        return database.inTransaction(() -> {
            List<ProviderKey> theirs = keys.values().stream()
                    .filter(key -> key.org().equals(org) && owner.equals(key.owner()))
                    .toList();
            theirs.forEach(key -> keys.remove(key.id()));
            return theirs.size();
        });
    }

    @Override
    public Optional<ProviderKey> find(OrgId org, ProviderKeyId key) {
        return database.inTransaction(
                () -> keys.get(key).filter(found -> found.org().equals(org)));
    }

    @Override
    public Optional<ProviderKey> lock(OrgId org, ProviderKeyId key) {
        return find(org, key);
    }

    @Override
    public List<ProviderKey> of(OrgId org, UserId user) {
        return database.inTransaction(() -> keys.values().stream()
                .filter(key -> key.org().equals(org) && (key.owner() == null || user.equals(key.owner())))
                .sorted(NEWEST_FIRST)
                .toList());
    }

    @Override
    public List<ProviderKey> after(@Nullable ProviderKeyId previous, int limit) {
        return database.inTransaction(
                () -> (previous == null ? keys.rows() : keys.rows().tailMap(previous, false))
                        .values().stream().limit(limit).toList());
    }

    @Override
    public boolean reseal(ProviderKey key, SealedSecret sealed) {
        return database.inTransaction(() -> {
            Optional<ProviderKey> same =
                    find(key.org(), key.id()).filter(now -> now.secret().equals(key.secret()));
            same.ifPresent(now -> keys.put(now.id(), now.resealed(sealed)));
            return same.isPresent();
        });
    }

    @Override
    public void bind(ProviderKey key, GenerationId run, long openMicros, Instant at) {
        database.run(() -> {
            Run row = new Run(key.org(), run, key.adapter());
            // What an earlier try left open is not expected any more.
            uses.get(row)
                    .ifPresent(before -> change(
                            key.org(),
                            before.key(),
                            use -> new ProviderKey.Use(
                                    use.lastUsedAt(), use.spentMicros(), use.openMicros() - before.openMicros())));
            uses.put(row, new KeyUse(key.adapter(), key.id(), openMicros));
            change(
                    key.org(),
                    key.id(),
                    use -> new ProviderKey.Use(at, use.spentMicros(), use.openMicros() + openMicros));
        });
    }

    @Override
    public List<KeyUse> uses(OrgId org, GenerationId run) {
        return database.inTransaction(() -> uses.rows().entrySet().stream()
                .filter(row -> row.getKey().generation().equals(run)
                        && row.getKey().org().equals(org))
                .map(java.util.Map.Entry::getValue)
                .toList());
    }

    @Override
    public void count(OrgId org, GenerationId run, String adapter, long spentMicros, long closedMicros) {
        Run row = new Run(org, run, adapter);
        database.run(() -> uses.get(row).ifPresent(now -> {
            long closed = Math.min(closedMicros, now.openMicros());
            uses.put(row, new KeyUse(adapter, now.key(), now.openMicros() - closed));
            change(
                    org,
                    now.key(),
                    use -> new ProviderKey.Use(
                            use.lastUsedAt(), use.spentMicros() + spentMicros, use.openMicros() - closed));
        }));
    }

    private void change(OrgId org, ProviderKeyId id, java.util.function.UnaryOperator<ProviderKey.Use> change) {
        find(org, id).ifPresent(key -> keys.put(id, key.used(change.apply(key.use()))));
    }
}
