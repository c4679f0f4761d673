package dev.atelier.persistence.idempotency;

import dev.atelier.core.shared.spi.IdempotencyStore;
import dev.atelier.persistence.shared.JdbiTransactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Claims are rows of the running transaction, so a twin waits on the unique key, and a crash leaves nothing behind. A twin
 * that waits longer than the lock timeout gets a {@link dev.atelier.persistence.shared.StoreBusyException}.
 */
public final class JdbiIdempotencyStore implements IdempotencyStore {
    private static final String THIS =
            " WHERE org_id = :org AND principal = :principal AND route = :route AND key = :key";

    private final JdbiTransactions transactions;

    public JdbiIdempotencyStore(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<Answer> claim(Key key, Instant now) {
        return transactions.with(handle -> {
            int claimed = bind(handle.createUpdate("""
                                    INSERT INTO idempotency (org_id, principal, route, key, created_at)
                                    VALUES (:org, :principal, :route, :key, :now)
                                    ON CONFLICT DO NOTHING"""), key).bind("now", now).execute();
            return claimed == 1 ? Optional.empty() : answer(handle, key);
        });
    }

    /** A claim that was committed without an answer is free again; its lock lets one of many take it. */
    private static Optional<Answer> answer(Handle handle, Key key) {
        return bind(
                        handle.createQuery(
                                "SELECT fingerprint, status, body, location FROM idempotency" + THIS + " FOR UPDATE"),
                        key)
                .map((row, context) -> answer(row))
                .findOne()
                .flatMap(found -> found);
    }

    private static Optional<Answer> answer(ResultSet row) throws SQLException {
        String fingerprint = row.getString("fingerprint");
        return fingerprint == null
                ? Optional.empty()
                : Optional.of(new Answer(
                        fingerprint, row.getInt("status"), row.getString("body"), row.getString("location")));
    }

    @Override
    public void renew(Key key, Instant now) {
        transactions.with(handle ->
                bind(handle.createUpdate("""
                                UPDATE idempotency
                                   SET fingerprint = NULL, status = NULL, body = NULL, location = NULL, created_at = :now
                                """ + THIS), key).bind("now", now).execute());
    }

    @Override
    public void store(Key key, Answer answer) {
        int stored = transactions.with(handle -> bind(handle.createUpdate("""
                                UPDATE idempotency
                                   SET fingerprint = :fingerprint, status = :status, body = :body, location = :location
                                """ + THIS), key)
                .bind("fingerprint", answer.fingerprint())
                .bind("status", answer.status())
                .bind("body", answer.body())
                .bind("location", answer.location())
                .execute());
        if (stored != 1) {
            throw new IllegalStateException("the key was not claimed");
        }
    }

    @Override
    public int forgetBefore(Instant instant) {
        return transactions.with(handle -> handle.createUpdate("DELETE FROM idempotency WHERE created_at < :instant")
                .bind("instant", instant)
                .execute());
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Key key) {
        return statement
                .bind("org", key.org().value())
                .bind("principal", key.principal())
                .bind("route", key.route())
                .bind("key", key.key());
    }
}
