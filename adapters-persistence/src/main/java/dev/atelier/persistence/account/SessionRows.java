package dev.atelier.persistence.account;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.Session;
import dev.atelier.core.account.SessionId;
import dev.atelier.core.account.UserId;
import dev.atelier.persistence.shared.Columns;
import dev.atelier.persistence.shared.JdbiTransactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;

/** Sessions, one row each. */
final class SessionRows {
    private final JdbiTransactions transactions;

    SessionRows(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    void insert(Session session) {
        transactions.with(handle -> bind(handle.createUpdate("""
                                INSERT INTO session (id, user_id, org_id, refresh_hash, previous_hash, session_version,
                                       created_at, rotated_at, expires_at, revoked_at)
                                VALUES (:id, :user, :org, :refresh, :previous, :sessionVersion,
                                       :createdAt, :rotatedAt, :expiresAt, :revokedAt)"""), session)
                .bind("user", session.user().value())
                .bind("org", session.org().value())
                .bind("createdAt", session.createdAt())
                .execute());
    }

    void update(Session session) {
        transactions.with(handle -> bind(handle.createUpdate("""
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
        return transactions.with(handle -> handle.createQuery("SELECT * FROM session WHERE id = :id")
                .bind("id", session.value())
                .map((row, context) -> read(row))
                .findOne());
    }

    /**
     * The current token's session first: were one token's hash another's previous one, the current must win.
     */
    Optional<Session> lock(String hash) {
        return transactions.with(handle -> handle.createQuery("""
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
                Columns.instantOrNull(row, "revoked_at"));
    }
}
