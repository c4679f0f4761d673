package dev.atelier.persistence.event;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.event.Event;
import dev.atelier.core.event.EventId;
import dev.atelier.core.event.spi.EventLog;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.persistence.shared.Columns;
import dev.atelier.persistence.shared.JdbiTransactions;
import dev.atelier.persistence.shared.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Events by (transaction, number). A transaction's number is below {@code pg_snapshot_xmin} only once it and every older one
 * have ended, so what lies below it is complete for ever. One long transaction therefore delays the reading of all events;
 * {@code idle_in_transaction_session_timeout} and {@code statement_timeout} bound that.
 */
public final class JdbiEventLog implements EventLog {
    static final String READABLE =
            "transaction < CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)";
    private static final int MOST = 1_000;

    private final JdbiTransactions transactions;
    private final NewsListener listener;
    private final EventBell bell;

    public JdbiEventLog(JdbiTransactions transactions, NewsListener listener, EventBell bell) {
        this.transactions = transactions;
        this.listener = listener;
        this.bell = bell;
    }

    @Override
    public void append(
            OrgId org, @Nullable GenerationId generation, String type, Instant at, Map<String, Object> data) {
        transactions.with(handle -> handle.createUpdate("""
                        INSERT INTO event (org_id, generation_id, type, at, data)
                        VALUES (:org, :generation, :type, :at, CAST(:data AS json))""")
                .bind("org", org.value())
                .bind("generation", generation == null ? null : generation.value())
                .bind("type", type)
                .bind("at", at)
                .bind("data", Json.write(new LinkedHashMap<>(data)))
                .execute());
        transactions.afterCommit(() -> bell.ring(org));
    }

    @Override
    public List<Event> after(OrgId org, @Nullable GenerationId generation, EventId after, int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit is " + limit + ", allowed are 1 to " + MOST);
        }
        UUID only = generation == null ? null : generation.value();
        return transactions.with(handle -> handle.createQuery("SELECT * FROM event WHERE org_id = :org"
                        + (only == null ? "" : " AND generation_id = :generation")
                        + " AND (transaction, number) > (:transaction, :number) AND " + READABLE
                        + " ORDER BY transaction, number LIMIT :limit")
                .bind("org", org.value())
                .bind("transaction", after.transaction())
                .bind("number", after.number())
                .bind("limit", limit)
                .bindMap(only == null ? Map.of() : Map.of("generation", only))
                .map((row, context) -> event(row))
                .list());
    }

    @Override
    public EventId latest(OrgId org) {
        return edge(org, READABLE + " ORDER BY transaction DESC, number DESC").orElse(EventId.START);
    }

    @Override
    public Optional<EventId> oldest(OrgId org) {
        return edge(org, READABLE + " ORDER BY transaction, number");
    }

    private Optional<EventId> edge(OrgId org, String order) {
        return transactions.with(handle -> handle.createQuery(
                        "SELECT transaction, number FROM event WHERE org_id = :org AND " + order + " LIMIT 1")
                .bind("org", org.value())
                .map((row, context) -> id(row))
                .findOne());
    }

    @Override
    public AutoCloseable onNews(OrgId org, Runnable action) {
        return listener.onEvents(org, action);
    }

    @Override
    public int forgetBefore(Instant instant) {
        return transactions.with(handle -> handle.createUpdate("DELETE FROM event WHERE at < :instant")
                .bind("instant", instant)
                .execute());
    }

    static EventId id(ResultSet row) throws SQLException {
        return new EventId(row.getLong("transaction"), row.getLong("number"));
    }

    private static Event event(ResultSet row) throws SQLException {
        UUID generation = Columns.uuidOrNull(row, "generation_id");
        return new Event(
                id(row),
                new OrgId(Columns.uuid(row, "org_id")),
                generation == null ? null : new GenerationId(generation),
                row.getString("type"),
                Columns.instant(row, "at"),
                Json.read(row.getString("data"), new TypeReference<LinkedHashMap<String, Object>>() {}));
    }
}
