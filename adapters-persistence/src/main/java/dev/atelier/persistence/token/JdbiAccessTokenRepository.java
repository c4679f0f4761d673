package dev.atelier.persistence.token;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.credit.HoldId;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.token.AccessToken;
import dev.atelier.core.token.AccessTokenId;
import dev.atelier.core.token.spi.AccessTokenRepository;
import dev.atelier.persistence.shared.Columns;
import dev.atelier.persistence.shared.JdbiTransactions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Access tokens, one row each, and one for each hold that they caused. */
public final class JdbiAccessTokenRepository implements AccessTokenRepository {
    private final JdbiTransactions transactions;

    public JdbiAccessTokenRepository(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void insert(AccessToken token) {
        transactions.with(
                handle -> AccessTokenRows.bindTerms(AccessTokenRows.bindState(handle.createUpdate("""
                                INSERT INTO access_token (id, org_id, user_id, member_since, name, scopes, life_micros,
                                       spend_limit, spend_period, allowed_from, created_at, hash, hint, issued_at,
                                       expires_at, previous_hash, previous_until, revoked_at)
                                VALUES (:id, :org, :user, :memberSince, :name, :scopes, :life,
                                       :limit, :period, :allowedFrom, :createdAt, :hash, :hint, :issuedAt,
                                       :expiresAt, :previousHash, :previousUntil, :revokedAt)"""), token), token)
                        .execute());
    }

    @Override
    public void update(AccessToken token) {
        transactions.with(handle ->
                AccessTokenRows.bindState(handle.createUpdate("""
                                UPDATE access_token SET hash = :hash, hint = :hint, issued_at = :issuedAt,
                                       expires_at = :expiresAt, previous_hash = :previousHash,
                                       previous_until = :previousUntil, revoked_at = :revokedAt
                                 WHERE org_id = :org AND id = :id"""), token).execute());
    }

    @Override
    public Optional<AccessToken> findByHash(String hash) {
        return transactions.with(
                handle -> handle.createQuery("SELECT * FROM access_token WHERE hash = :hash OR previous_hash = :hash")
                        .bind("hash", hash)
                        .map((row, context) -> AccessTokenRows.read(row))
                        .findFirst());
    }

    @Override
    public Optional<AccessToken> find(OrgId org, AccessTokenId token) {
        return find(org, token, "");
    }

    // Foreign keys of new holds lock the key alone, which does not exclude this lock.
    @Override
    public Optional<AccessToken> lock(OrgId org, AccessTokenId token) {
        return find(org, token, " FOR NO KEY UPDATE");
    }

    private Optional<AccessToken> find(OrgId org, AccessTokenId token, String lock) {
        return transactions.with(
                handle -> handle.createQuery("SELECT * FROM access_token WHERE org_id = :org AND id = :id" + lock)
                        .bind("org", org.value())
                        .bind("id", token.value())
                        .map((row, context) -> AccessTokenRows.read(row))
                        .findOne());
    }

    @Override
    public List<AccessToken> ofUser(OrgId org, UserId user) {
        return transactions.with(handle -> handle.createQuery("""
                        SELECT * FROM access_token WHERE org_id = :org AND user_id = :user
                         ORDER BY created_at DESC, id DESC""")
                .bind("org", org.value())
                .bind("user", user.value())
                .map((row, context) -> AccessTokenRows.read(row))
                .list());
    }

    @Override
    public List<AccessToken> ofOrg(OrgId org) {
        return transactions.with(handle -> handle.createQuery(
                        "SELECT * FROM access_token WHERE org_id = :org ORDER BY created_at DESC, id DESC")
                .bind("org", org.value())
                .map((row, context) -> AccessTokenRows.read(row))
                .list());
    }

    @Override
    public void used(AccessTokenId token, AccessToken.LastUse use) {
        transactions.with(handle -> handle.createUpdate("""
                        UPDATE access_token SET used_at = :at, used_from = :address
                         WHERE id = :id AND (used_at IS NULL OR used_at < :at)""")
                .bind("id", token.value())
                .bind("at", use.at())
                .bind("address", use.address())
                .execute());
    }

    @Override
    public void insertHold(OrgId org, AccessTokenId token, HoldId hold, GenerationId generation, Instant at) {
        transactions.with(handle -> handle.createUpdate("""
                        INSERT INTO access_token_hold (hold_id, org_id, token_id, generation_id, at)
                        VALUES (:hold, :org, :token, :generation, :at)""")
                .bind("hold", hold.value())
                .bind("org", org.value())
                .bind("token", token.value())
                .bind("generation", generation.value())
                .bind("at", at)
                .execute());
    }

    @Override
    public Map<AccessTokenId, Long> spent(OrgId org, Map<AccessTokenId, Instant> since) {
        List<Map.Entry<AccessTokenId, Instant>> wanted = List.copyOf(since.entrySet());
        UUID[] ids = wanted.stream().map(entry -> entry.getKey().value()).toArray(UUID[]::new);
        String[] times =
                wanted.stream().map(entry -> entry.getValue().toString()).toArray(String[]::new);
        Map<AccessTokenId, Long> sums = new HashMap<>();
        transactions.with(handle -> handle.createQuery("""
                        SELECT wanted.id, coalesce(sum(h.amount - h.released), 0) AS spent
                          FROM unnest(:ids, CAST(:times AS timestamptz[])) AS wanted (id, since)
                          LEFT JOIN access_token_hold t
                            ON t.token_id = wanted.id AND t.at >= wanted.since AND t.org_id = :org
                          LEFT JOIN hold h ON h.id = t.hold_id AND h.org_id = :org
                         GROUP BY wanted.id""")
                .bindByType("ids", ids, UUID[].class)
                .bindByType("times", times, String[].class)
                .bind("org", org.value())
                .map((row, context) -> sums.put(new AccessTokenId(Columns.uuid(row, "id")), row.getLong("spent")))
                .list());
        return sums;
    }

    @Override
    public Optional<AccessTokenId> tokenOf(OrgId org, GenerationId generation) {
        return transactions.with(handle -> handle.createQuery("""
                        SELECT token_id FROM access_token_hold WHERE org_id = :org AND generation_id = :generation
                         ORDER BY at LIMIT 1""")
                .bind("org", org.value())
                .bind("generation", generation.value())
                .map((row, context) -> new AccessTokenId(Columns.uuid(row, "token_id")))
                .findOne());
    }
}
