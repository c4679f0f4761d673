package dev.atelier.persistence.account;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.Session;
import dev.atelier.core.account.SessionId;
import dev.atelier.core.account.SessionOrigin;
import dev.atelier.core.account.SignInMethod;
import dev.atelier.core.account.UserId;
import dev.atelier.persistence.shared.Columns;
import dev.atelier.persistence.shared.JdbiTransactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** Sessions, one row each. */
final class SessionRows {
    private final JdbiTransactions transactions;

    SessionRows(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    // A session is named by what nobody can guess, and a person may have some in several orgs.
    private <T> T with(Function<Handle, T> statements) {
        return transactions.forAllOrgs(() -> transactions.with(statements));
    }

    void insert(Session session) {
        with(handle -> bind(handle.createUpdate("""
                                INSERT INTO session (id, user_id, org_id, refresh_hash, previous_hash, session_version,
                                       created_at, rotated_at, expires_at, revoked_at, method, issuer, user_agent,
                                       address, last_seen_at)
                                VALUES (:id, :user, :org, :refresh, :previous, :sessionVersion,
                                       :createdAt, :rotatedAt, :expiresAt, :revokedAt, :method, :issuer, :agent,
                                       :address, :seenAt)"""), session)
                .bind("user", session.user().value())
                .bind("org", session.org().value())
                .bind("createdAt", session.createdAt())
                .bind("method", session.origin().method().name())
                .bind("issuer", session.origin().issuer())
                .bind("agent", session.origin().userAgent())
                .bind("address", session.origin().address())
                .bind("seenAt", session.lastSeenAt())
                .execute());
    }

    void update(Session session) {
        with(handle -> bind(handle.createUpdate("""
                                UPDATE session SET refresh_hash = :refresh, previous_hash = :previous,
                                       session_version = :sessionVersion, rotated_at = :rotatedAt,
                                       expires_at = :expiresAt, revoked_at = :revokedAt
                                 WHERE id = :id"""), session).execute());
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Session session) {
        return statement
                .bind("id", session.id().value())
                .bind("refresh", session.refreshHash())
                .bind("previous", session.previousHash())
                .bind("sessionVersion", session.sessionVersion())
                .bind("rotatedAt", session.rotatedAt())
                .bind("expiresAt", session.expiresAt())
                .bind("revokedAt", session.revokedAt());
    }

    Optional<Session> find(SessionId session) {
        return with(handle -> handle.createQuery("SELECT * FROM session WHERE id = :id")
                .bind("id", session.value())
                .map((row, context) -> read(row))
                .findOne());
    }

    List<Session> open(UserId user, Instant now) {
        return with(handle -> handle.createQuery("""
                        SELECT * FROM session WHERE user_id = :user AND revoked_at IS NULL AND expires_at > :now
                         ORDER BY last_seen_at DESC, id DESC""")
                .bind("user", user.value())
                .bind("now", now)
                .map((row, context) -> read(row))
                .list());
    }

    // In the order of ids, so that two nodes which note the same sessions do not wait for each other in a circle.
    void seen(Map<SessionId, Instant> at) {
        List<Map.Entry<SessionId, Instant>> entries = at.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(SessionId::value)))
                .toList();
        if (entries.isEmpty()) {
            return;
        }
        with(handle -> {
            var batch =
                    handle.prepareBatch("UPDATE session SET last_seen_at = :at WHERE id = :id AND last_seen_at < :at");
            entries.forEach(entry -> batch.bind("id", entry.getKey().value())
                    .bind("at", entry.getValue())
                    .add());
            return batch.execute();
        });
    }

    Set<SessionId> endedAmong(Set<SessionId> sessions, Instant now) {
        if (sessions.isEmpty()) {
            return Set.of();
        }
        UUID[] ids = sessions.stream().map(SessionId::value).toArray(UUID[]::new);
        return with(handle -> handle.createQuery("""
                        SELECT asked.id FROM unnest(CAST(:ids AS uuid[])) AS asked (id)
                         WHERE NOT EXISTS (
                           SELECT 1 FROM session s
                             JOIN users u ON u.id = s.user_id AND u.session_version = s.session_version AND NOT u.disabled
                             JOIN member m ON m.org_id = s.org_id AND m.user_id = s.user_id
                            WHERE s.id = asked.id AND s.revoked_at IS NULL AND s.expires_at > :now)""")
                .bindByType("ids", ids, UUID[].class)
                .bind("now", now)
                .map((row, context) -> new SessionId(Columns.uuid(row, "id")))
                .set());
    }

    /**
     * The current token's session first: were one token's hash another's previous one, the current must win.
     */
    Optional<Session> lock(String hash) {
        return with(handle -> handle.createQuery("""
                        SELECT * FROM session WHERE refresh_hash = :hash OR previous_hash = :hash
                         ORDER BY refresh_hash = :hash DESC LIMIT 1 FOR UPDATE""")
                .bind("hash", hash)
                .map((row, context) -> read(row))
                .findOne());
    }

    private static Session read(ResultSet row) throws SQLException {
        return new Session(
                new SessionId(Columns.uuid(row, "id")),
                new UserId(Columns.uuid(row, "user_id")),
                new OrgId(Columns.uuid(row, "org_id")),
                row.getString("refresh_hash"),
                row.getString("previous_hash"),
                row.getInt("session_version"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "rotated_at"),
                Columns.instant(row, "expires_at"),
                Columns.instantOrNull(row, "revoked_at"),
                new SessionOrigin(
                        SignInMethod.valueOf(row.getString("method")),
                        row.getString("issuer"),
                        row.getString("user_agent"),
                        row.getString("address")),
                Columns.instant(row, "last_seen_at"));
    }
}
