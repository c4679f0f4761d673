package dev.atelier.persistence.key;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.key.KeyUse;
import dev.atelier.core.key.ProviderKey;
import dev.atelier.core.key.ProviderKeyId;
import dev.atelier.core.key.spi.ProviderKeyRepository;
import dev.atelier.core.secret.SealedSecret;
import dev.atelier.persistence.shared.Columns;
import dev.atelier.persistence.shared.JdbiTransactions;
import dev.atelier.persistence.shared.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Own keys, one row each, and one for each run and adapter that uses one. */
public final class JdbiProviderKeyRepository implements ProviderKeyRepository {
    private final JdbiTransactions transactions;

    public JdbiProviderKeyRepository(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public boolean insert(ProviderKey key) {
        return transactions.with(handle ->
                ProviderKeyRows.bindOrigin(ProviderKeyRows.bindState(handle.createUpdate("""
                                        INSERT INTO provider_key (id, org_id, owner_id, adapter, alias, name, secret,
                                               active, expires_at, spend_cap, created_at, created_by, version)
                                        VALUES (:id, :org, :owner, :adapter, :alias, :name, CAST(:secret AS jsonb),
                                               :active, :expiresAt, :cap, :createdAt, :createdBy, :version)
                                        ON CONFLICT (org_id, owner_id, adapter, name) DO NOTHING"""), key), key)
                                .execute()
                        == 1);
    }

    @Override
    public boolean update(ProviderKey key, long expectedVersion) {
        return transactions.with(handle -> ProviderKeyRows.bindState(handle.createUpdate("""
                                        UPDATE provider_key SET name = :name, secret = CAST(:secret AS jsonb),
                                               active = :active, expires_at = :expiresAt, spend_cap = :cap,
                                               version = :version
                                         WHERE org_id = :org AND id = :id AND version = :expected"""), key)
                        .bind("expected", expectedVersion)
                        .execute()
                == 1);
    }

    @Override
    public boolean delete(OrgId org, ProviderKeyId key) {
        return transactions.with(
                handle -> handle.createUpdate("DELETE FROM provider_key WHERE org_id = :org AND id = :id")
                                .bind("org", org.value())
                                .bind("id", key.value())
                                .execute()
                        == 1);
    }

    @Override
    public int deleteOf(OrgId org, UserId owner) {
        return transactions.with(
                handle -> handle.createUpdate("DELETE FROM provider_key WHERE org_id = :org AND owner_id = :owner")
                        .bind("org", org.value())
                        .bind("owner", owner.value())
                        .execute());
    }

    @Override
    public Optional<ProviderKey> find(OrgId org, ProviderKeyId key) {
        return find(org, key, "");
    }

    @Override
    public Optional<ProviderKey> lock(OrgId org, ProviderKeyId key) {
        return find(org, key, " FOR NO KEY UPDATE");
    }

    private Optional<ProviderKey> find(OrgId org, ProviderKeyId key, String lock) {
        return transactions.with(
                handle -> handle.createQuery("SELECT * FROM provider_key WHERE org_id = :org AND id = :id" + lock)
                        .bind("org", org.value())
                        .bind("id", key.value())
                        .map((row, context) -> ProviderKeyRows.read(row))
                        .findOne());
    }

    @Override
    public List<ProviderKey> of(OrgId org, UserId user) {
        return transactions.with(handle -> handle.createQuery("""
                        SELECT * FROM provider_key WHERE org_id = :org AND (owner_id IS NULL OR owner_id = :user)
                         ORDER BY created_at DESC, id DESC""")
                .bind("org", org.value())
                .bind("user", user.value())
                .map((row, context) -> ProviderKeyRows.read(row))
                .list());
    }

    @Override
    public List<ProviderKey> after(@Nullable ProviderKeyId previous, int limit) {
        return transactions.with(handle -> handle.createQuery("""
                        SELECT * FROM provider_key WHERE CAST(:previous AS uuid) IS NULL OR id > :previous
                         ORDER BY id LIMIT :limit""")
                .bindByType("previous", previous == null ? null : previous.value(), UUID.class)
                .bind("limit", limit)
                .map((row, context) -> ProviderKeyRows.read(row))
                .list());
    }

    @Override
    public boolean reseal(ProviderKey key, SealedSecret sealed) {
        return transactions.with(handle -> handle.createUpdate("""
                                UPDATE provider_key SET secret = CAST(:sealed AS jsonb)
                                 WHERE org_id = :org AND id = :id AND secret = CAST(:before AS jsonb)""")
                        .bind("org", key.org().value())
                        .bind("id", key.id().value())
                        .bind("before", Json.write(key.secret()))
                        .bind("sealed", Json.write(sealed))
                        .execute()
                == 1);
    }

    @Override
    public void bind(ProviderKey key, GenerationId run, long openMicros, Instant at) {
        transactions.inTransaction(() -> transactions.with(handle -> {
            // What an earlier try left open is not expected any more.
            handle.createUpdate("""
                            UPDATE provider_key k SET open_micros = k.open_micros - u.open_micros
                              FROM provider_key_use u
                             WHERE u.generation_id = :run AND u.adapter = :adapter AND u.org_id = :org
                               AND u.open_micros > 0 AND k.org_id = :org AND k.id = u.key_id""")
                    .bind("run", run.value())
                    .bind("adapter", key.adapter())
                    .bind("org", key.org().value())
                    .execute();
            handle.createUpdate("""
                            INSERT INTO provider_key_use (generation_id, adapter, org_id, key_id, open_micros)
                            VALUES (:run, :adapter, :org, :key, :open)
                            ON CONFLICT (generation_id, adapter)
                            DO UPDATE SET key_id = excluded.key_id, open_micros = excluded.open_micros
                             WHERE provider_key_use.org_id = excluded.org_id""")
                    .bind("run", run.value())
                    .bind("adapter", key.adapter())
                    .bind("org", key.org().value())
                    .bind("key", key.id().value())
                    .bind("open", openMicros)
                    .execute();
            return handle.createUpdate("""
                            UPDATE provider_key SET used_at = :at, open_micros = open_micros + :open
                             WHERE org_id = :org AND id = :key""")
                    .bind("at", at)
                    .bind("open", openMicros)
                    .bind("org", key.org().value())
                    .bind("key", key.id().value())
                    .execute();
        }));
    }

    @Override
    public List<KeyUse> uses(OrgId org, GenerationId run) {
        return transactions.with(handle -> handle.createQuery("""
                        SELECT adapter, key_id, open_micros FROM provider_key_use
                         WHERE generation_id = :run AND org_id = :org ORDER BY adapter""")
                .bind("run", run.value())
                .bind("org", org.value())
                .map((row, context) -> new KeyUse(
                        row.getString("adapter"),
                        new ProviderKeyId(Columns.uuid(row, "key_id")),
                        row.getLong("open_micros")))
                .list());
    }

    // The key's row first, as everywhere: who locked it reads the use behind whoever counted before.
    @Override
    public void count(OrgId org, GenerationId run, String adapter, long spentMicros, long closedMicros) {
        transactions.inTransaction(() -> transactions.with(handle -> {
            handle.createQuery("""
                            SELECT k.id FROM provider_key k JOIN provider_key_use u ON u.key_id = k.id
                             WHERE u.generation_id = :run AND u.adapter = :adapter AND u.org_id = :org
                               AND k.org_id = :org FOR NO KEY UPDATE OF k""")
                    .bind("run", run.value())
                    .bind("adapter", adapter)
                    .bind("org", org.value())
                    .mapTo(UUID.class)
                    .list();
            return handle.createUpdate("""
                            WITH before AS (
                              SELECT key_id, open_micros, least(open_micros, :closed) AS closed FROM provider_key_use
                               WHERE generation_id = :run AND adapter = :adapter AND org_id = :org),
                            closing AS (
                              UPDATE provider_key_use u SET open_micros = before.open_micros - before.closed FROM before
                               WHERE u.generation_id = :run AND u.adapter = :adapter AND u.org_id = :org)
                            UPDATE provider_key k SET spent_micros = k.spent_micros + :spent,
                                   open_micros = k.open_micros - before.closed
                              FROM before WHERE k.org_id = :org AND k.id = before.key_id""")
                    .bind("run", run.value())
                    .bind("adapter", adapter)
                    .bind("org", org.value())
                    .bind("spent", spentMicros)
                    .bind("closed", closedMicros)
                    .execute();
        }));
    }
}
