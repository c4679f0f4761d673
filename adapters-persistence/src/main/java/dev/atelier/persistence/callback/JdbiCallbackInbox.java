package dev.atelier.persistence.callback;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.callback.CallbackId;
import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.callback.StoredCallback;
import dev.atelier.core.callback.spi.CallbackInbox;
import dev.atelier.core.generation.AttemptId;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.TaskId;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import dev.atelier.persistence.shared.Columns;
import dev.atelier.persistence.shared.Cursor;
import dev.atelier.persistence.shared.JdbiTransactions;
import dev.atelier.persistence.shared.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Callbacks as they came; the unique key over attempt and body keeps a repeated one out. */
public final class JdbiCallbackInbox implements CallbackInbox {
    private final JdbiTransactions transactions;

    public JdbiCallbackInbox(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public boolean store(StoredCallback callback) {
        return transactions.with(handle -> handle.createUpdate("""
                                INSERT INTO callback (id, org_id, generation_id, task_id, attempt_id, provider,
                                       body_sha256, headers, body, trust, vendor_task, raw_at, received_at,
                                       processed_at, outcome)
                                VALUES (:id, :org, :generation, :task, :attempt, :provider, :sha256,
                                       CAST(:headers AS jsonb), :body, :trust, :vendorTask, :rawAt, :receivedAt,
                                       :processedAt, :outcome)
                                ON CONFLICT (attempt_id, body_sha256) DO NOTHING""")
                        .bind("id", callback.id().value())
                        .bind("org", callback.org().value())
                        .bind("generation", callback.generation().value())
                        .bind("task", callback.task().value())
                        .bind("attempt", callback.attempt().value())
                        .bind("provider", callback.provider().slug())
                        .bind("sha256", callback.bodySha256())
                        .bind("headers", Json.write(callback.raw().headers()))
                        .bind("body", callback.raw().body())
                        .bind("trust", callback.trust().name())
                        .bind("vendorTask", callback.vendorTask())
                        .bind("rawAt", callback.raw().receivedAt())
                        .bind("receivedAt", callback.receivedAt())
                        .bind("processedAt", callback.processedAt())
                        .bind("outcome", callback.outcome())
                        .execute()
                == 1);
    }

    @Override
    public List<StoredCallback> ofAttempt(OrgId org, AttemptId attempt) {
        return transactions.with(handle -> handle.createQuery("""
                        SELECT * FROM callback WHERE org_id = :org AND attempt_id = :attempt
                         ORDER BY received_at, id""")
                .bind("org", org.value())
                .bind("attempt", attempt.value())
                .map((row, context) -> read(row))
                .list());
    }

    @Override
    public void markProcessed(OrgId org, AttemptId attempt, Instant at, String outcome) {
        transactions.with(handle -> handle.createUpdate("""
                        UPDATE callback SET processed_at = :at, outcome = :outcome
                         WHERE org_id = :org AND attempt_id = :attempt AND processed_at IS NULL""")
                .bind("org", org.value())
                .bind("attempt", attempt.value())
                .bind("at", at)
                .bind("outcome", outcome)
                .execute());
    }

    @Override
    public Optional<StoredCallback> find(OrgId org, CallbackId callback) {
        return transactions.with(handle -> handle.createQuery("SELECT * FROM callback WHERE org_id = :org AND id = :id")
                .bind("org", org.value())
                .bind("id", callback.value())
                .map((row, context) -> read(row))
                .findOne());
    }

    @Override
    public Page<StoredCallback> list(OrgId org, @Nullable Boolean processed, PageRequest page) {
        Cursor from = Cursor.newestFirst(page);
        String which =
                processed == null ? "" : processed ? " AND processed_at IS NOT NULL" : " AND processed_at IS NULL";
        List<StoredCallback> rows = transactions.with(handle -> handle.createQuery(
                        "SELECT * FROM callback WHERE org_id = :org AND (received_at, id) < (:at, CAST(:after AS uuid))"
                                + which + " ORDER BY received_at DESC, id DESC LIMIT :limit")
                .bind("org", org.value())
                .bind("at", from.at())
                .bind("after", from.id())
                .bind("limit", page.limit() + 1)
                .map((row, context) -> read(row))
                .list());
        return Cursor.page(
                rows, page, row -> new Cursor(row.receivedAt(), row.id().toString()));
    }

    private static StoredCallback read(ResultSet row) throws SQLException {
        Map<String, String> headers = Json.read(row.getString("headers"), new TypeReference<Map<String, String>>() {});
        return new StoredCallback(
                new CallbackId(Columns.uuid(row, "id")),
                new OrgId(Columns.uuid(row, "org_id")),
                new GenerationId(Columns.uuid(row, "generation_id")),
                new TaskId(Columns.uuid(row, "task_id")),
                new AttemptId(Columns.uuid(row, "attempt_id")),
                new ProviderId(row.getString("provider")),
                row.getString("body_sha256"),
                new RawCallback(headers, row.getBytes("body"), Columns.instant(row, "raw_at")),
                CallbackSignal.Trust.valueOf(row.getString("trust")),
                row.getString("vendor_task"),
                Columns.instant(row, "received_at"),
                Columns.instantOrNull(row, "processed_at"),
                row.getString("outcome"));
    }
}
