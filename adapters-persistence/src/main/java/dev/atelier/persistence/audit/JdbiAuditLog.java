package dev.atelier.persistence.audit;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.audit.AuditActor;
import dev.atelier.core.audit.AuditChange;
import dev.atelier.core.audit.AuditDetails;
import dev.atelier.core.audit.AuditEntry;
import dev.atelier.core.audit.AuditFilter;
import dev.atelier.core.audit.AuditId;
import dev.atelier.core.audit.AuditOrigin;
import dev.atelier.core.audit.AuditSubject;
import dev.atelier.core.audit.spi.AuditLog;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import dev.atelier.persistence.shared.Columns;
import dev.atelier.persistence.shared.Cursor;
import dev.atelier.persistence.shared.JdbiTransactions;
import dev.atelier.persistence.shared.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Audit entries, one row each; triggers keep the table append-only. */
public final class JdbiAuditLog implements AuditLog {
    private static final String INSERT = """
            INSERT INTO audit_entry (id, org_id, at, action, actor_kind, actor_id, actor_name, ip, request_id,
                   subject_kind, subject_id, subject_label, before, after)
            VALUES (:id, :org, :at, :action, :actorKind, :actorId, :actorName, :ip, :requestId,
                   :subjectKind, :subjectId, :subjectLabel, CAST(:before AS jsonb), CAST(:after AS jsonb))""";
    private static final TypeReference<Map<String, Object>> VALUES = new TypeReference<>() {};

    private final JdbiTransactions transactions;

    public JdbiAuditLog(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void append(AuditEntry entry) {
        AuditOrigin origin = entry.origin();
        AuditChange change = entry.change();
        transactions.with(handle -> handle.createUpdate(INSERT)
                .bind("id", entry.id().value())
                .bind("org", entry.org().value())
                .bind("at", entry.at())
                .bind("action", change.action())
                .bind("actorKind", origin.actor().kind().name())
                .bind("actorId", origin.actor().id())
                .bind("actorName", origin.actor().name())
                .bind("ip", origin.ip())
                .bind("requestId", origin.requestId())
                .bind("subjectKind", change.subject().kind())
                .bind("subjectId", change.subject().id())
                .bind("subjectLabel", change.subject().label())
                .bind("before", json(change.before()))
                .bind("after", json(change.after()))
                .execute());
    }

    @Override
    public Page<AuditEntry> entries(OrgId org, AuditFilter filter, PageRequest page) {
        Cursor below = Cursor.newestFirst(page);
        Map<String, Object> bindings = new LinkedHashMap<>();
        StringBuilder where = new StringBuilder();
        narrow(where, bindings, " AND actor_id = :actor", "actor", filter.actor());
        String action = filter.action();
        if (action != null) {
            where.append(" AND (action = :action OR starts_with(action, :noun))");
            bindings.put("action", action);
            bindings.put("noun", action + ".");
        }
        narrow(where, bindings, " AND subject_id = :subject", "subject", filter.subject());
        narrow(where, bindings, " AND at >= :from", "from", filter.from());
        narrow(where, bindings, " AND at < :to", "to", filter.to());
        List<AuditEntry> rows =
                transactions.with(handle -> read(handle, org, where, bindings, below, page.limit() + 1));
        return Cursor.page(
                rows, page, entry -> new Cursor(entry.at(), entry.id().toString()));
    }

    private static List<AuditEntry> read(
            Handle handle, OrgId org, StringBuilder where, Map<String, Object> bindings, Cursor below, int limit) {
        return handle.createQuery("SELECT * FROM audit_entry WHERE org_id = :org AND (at, id) < (:belowAt, :belowId)"
                        + where + " ORDER BY at DESC, id DESC LIMIT :limit")
                .bind("org", org.value())
                .bind("belowAt", below.at())
                .bind("belowId", UUID.fromString(below.id()))
                .bind("limit", limit)
                .bindMap(bindings)
                .map((row, context) -> read(row))
                .list();
    }

    private static void narrow(
            StringBuilder where, Map<String, Object> bindings, String condition, String name, @Nullable Object value) {
        if (value != null) {
            where.append(condition);
            bindings.put(name, value);
        }
    }

    private static @Nullable String json(@Nullable AuditDetails details) {
        return details == null ? null : Json.write(details.values());
    }

    private static AuditEntry read(ResultSet row) throws SQLException {
        AuditActor actor = new AuditActor(
                AuditActor.Kind.valueOf(row.getString("actor_kind")),
                row.getString("actor_id"),
                row.getString("actor_name"));
        AuditSubject subject = new AuditSubject(
                row.getString("subject_kind"), row.getString("subject_id"), row.getString("subject_label"));
        return new AuditEntry(
                new AuditId(Columns.uuid(row, "id")),
                new OrgId(Columns.uuid(row, "org_id")),
                Columns.instant(row, "at"),
                new AuditOrigin(actor, row.getString("ip"), row.getString("request_id")),
                new AuditChange(
                        row.getString("action"),
                        subject,
                        details(row.getString("before")),
                        details(row.getString("after"))));
    }

    private static @Nullable AuditDetails details(@Nullable String json) {
        return json == null ? null : new AuditDetails(Json.read(json, VALUES));
    }
}
