package dev.atelier.persistence.account;

import dev.atelier.core.account.Identity;
import dev.atelier.core.account.Invite;
import dev.atelier.core.account.UserId;
import dev.atelier.core.account.spi.IdentityRepository;
import dev.atelier.persistence.shared.Columns;
import dev.atelier.persistence.shared.JdbiTransactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** People as issuers know them. */
public final class JdbiIdentityRepository implements IdentityRepository {
    private final JdbiTransactions transactions;

    public JdbiIdentityRepository(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<Identity> find(String issuer, String subject) {
        return transactions.with(
                handle -> handle.createQuery("SELECT * FROM identity WHERE issuer = :issuer AND subject = :subject")
                        .bind("issuer", issuer)
                        .bind("subject", subject)
                        .map((row, context) -> read(row))
                        .findOne());
    }

    // The insert waits for another one of the same key that is not committed yet; whoever comes second finds it taken.
    @Override
    public boolean insertIfAbsent(Identity identity) {
        return transactions.with(handle -> handle.createUpdate("""
                                INSERT INTO identity (issuer, subject, user_id, created_at)
                                VALUES (:issuer, :subject, :user, :createdAt)
                                ON CONFLICT (issuer, subject) DO NOTHING""")
                        .bind("issuer", identity.issuer())
                        .bind("subject", identity.subject())
                        .bind("user", identity.user().value())
                        .bind("createdAt", identity.createdAt())
                        .execute())
                == 1;
    }

    @Override
    public List<Identity> of(UserId user) {
        return transactions.with(handle -> handle.createQuery(
                        "SELECT * FROM identity WHERE user_id = :user ORDER BY created_at, issuer, subject")
                .bind("user", user.value())
                .map((row, context) -> read(row))
                .list());
    }

    @Override
    public List<Invite> lockInvitesTo(String email, Instant now) {
        return transactions.with(handle -> handle.createQuery("""
                        SELECT * FROM invite WHERE email = :email AND accepted_at IS NULL AND expires_at > :now
                         ORDER BY created_at DESC, id DESC FOR UPDATE""")
                .bind("email", email.toLowerCase(Locale.ROOT))
                .bind("now", now)
                .map((row, context) -> InviteRows.read(row))
                .list());
    }

    @Override
    public boolean use(String hash, Instant expiresAt, Instant now) {
        return transactions.with(handle -> {
            handle.createUpdate("""
                            DELETE FROM used_once WHERE hash IN
                              (SELECT hash FROM used_once WHERE expires_at < :now FOR UPDATE SKIP LOCKED)""").bind("now", now).execute();
            return handle.createUpdate("""
                                    INSERT INTO used_once (hash, expires_at) VALUES (:hash, :expiresAt)
                                    ON CONFLICT (hash) DO NOTHING""")
                            .bind("hash", hash)
                            .bind("expiresAt", expiresAt)
                            .execute()
                    == 1;
        });
    }

    private static Identity read(ResultSet row) throws SQLException {
        return new Identity(
                row.getString("issuer"),
                row.getString("subject"),
                new UserId(Columns.uuid(row, "user_id")),
                Columns.instant(row, "created_at"));
    }
}
