package dev.atelier.persistence.account;

import dev.atelier.core.account.Invite;
import dev.atelier.core.account.InviteId;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.UserId;
import dev.atelier.persistence.shared.Columns;
import dev.atelier.persistence.shared.JdbiTransactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Invites, one row each. */
final class InviteRows {
    private final JdbiTransactions transactions;

    InviteRows(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    void insert(Invite invite) {
        transactions.with(handle -> handle.createUpdate("""
                        INSERT INTO invite (id, org_id, email, role, token_hash, invited_by, created_at, expires_at,
                               accepted_at)
                        VALUES (:id, :org, :email, :role, :hash, :invitedBy, :createdAt, :expiresAt, :acceptedAt)""")
                .bind("id", invite.id().value())
                .bind("org", invite.org().value())
                .bind("email", invite.email())
                .bind("role", invite.role().name())
                .bind("hash", invite.tokenHash())
                .bind("invitedBy", invite.invitedBy().value())
                .bind("createdAt", invite.createdAt())
                .bind("expiresAt", invite.expiresAt())
                .bind("acceptedAt", invite.acceptedAt())
                .execute());
    }

    void update(Invite invite) {
        transactions.with(handle -> handle.createUpdate("""
                        UPDATE invite SET email = :email, role = :role, token_hash = :hash, expires_at = :expiresAt,
                               accepted_at = :acceptedAt
                         WHERE org_id = :org AND id = :id""")
                .bind("id", invite.id().value())
                .bind("org", invite.org().value())
                .bind("email", invite.email())
                .bind("role", invite.role().name())
                .bind("hash", invite.tokenHash())
                .bind("expiresAt", invite.expiresAt())
                .bind("acceptedAt", invite.acceptedAt())
                .execute());
    }

    Optional<Invite> lock(String hash) {
        return transactions.with(
                handle -> handle.createQuery("SELECT * FROM invite WHERE token_hash = :hash FOR UPDATE")
                        .bind("hash", hash)
                        .map((row, context) -> read(row))
                        .findOne());
    }

    Optional<Invite> find(OrgId org, InviteId invite) {
        return transactions.with(handle -> handle.createQuery("SELECT * FROM invite WHERE org_id = :org AND id = :id")
                .bind("org", org.value())
                .bind("id", invite.value())
                .map((row, context) -> read(row))
                .findOne());
    }

    List<Invite> open(OrgId org) {
        return transactions.with(handle -> handle.createQuery("""
                        SELECT * FROM invite WHERE org_id = :org AND accepted_at IS NULL
                         ORDER BY created_at DESC, id DESC""")
                .bind("org", org.value())
                .map((row, context) -> read(row))
                .list());
    }

    void delete(OrgId org, InviteId invite) {
        transactions.with(handle -> handle.createUpdate("DELETE FROM invite WHERE org_id = :org AND id = :id")
                .bind("org", org.value())
                .bind("id", invite.value())
                .execute());
    }

    static Invite read(ResultSet row) throws SQLException {
        return new Invite(
                new InviteId(Columns.uuid(row, "id")),
                new OrgId(Columns.uuid(row, "org_id")),
                row.getString("email"),
                Role.valueOf(row.getString("role")),
                row.getString("token_hash"),
                new UserId(Columns.uuid(row, "invited_by")),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "expires_at"),
                Columns.instantOrNull(row, "accepted_at"));
    }
}
