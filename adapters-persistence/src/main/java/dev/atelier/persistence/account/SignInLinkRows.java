package dev.atelier.persistence.account;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.SignInLink;
import dev.atelier.core.account.UserId;
import dev.atelier.persistence.shared.Columns;
import dev.atelier.persistence.shared.JdbiTransactions;
import java.time.Instant;
import java.util.Optional;

/** Sign-in links, one row each until they are used or expired. */
final class SignInLinkRows {
    private final JdbiTransactions transactions;

    SignInLinkRows(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    void insert(SignInLink link, Instant now) {
        transactions.with(handle -> {
            // One that somebody takes at this moment is left to him.
            handle.createUpdate("""
                            DELETE FROM sign_in_link WHERE key_hash IN
                              (SELECT key_hash FROM sign_in_link WHERE expires_at < :now FOR UPDATE SKIP LOCKED)""").bind("now", now).execute();
            return handle.createUpdate("""
                            INSERT INTO sign_in_link (key_hash, org_id, user_id, session_version, expires_at)
                            VALUES (:hash, :org, :user, :sessionVersion, :expiresAt)""")
                    .bind("hash", link.keyHash())
                    .bind("org", link.org().value())
                    .bind("user", link.user().value())
                    .bind("sessionVersion", link.sessionVersion())
                    .bind("expiresAt", link.expiresAt())
                    .execute();
        });
    }

    // The row lock of DELETE is the race: whoever comes second finds no row.
    Optional<SignInLink> take(String keyHash) {
        return transactions.with(handle -> handle.createQuery(
                        "DELETE FROM sign_in_link WHERE key_hash = :hash RETURNING *")
                .bind("hash", keyHash)
                .map((row, context) -> new SignInLink(
                        row.getString("key_hash"),
                        new OrgId(Columns.uuid(row, "org_id")),
                        new UserId(Columns.uuid(row, "user_id")),
                        row.getInt("session_version"),
                        Columns.instant(row, "expires_at")))
                .findOne());
    }
}
