package dev.atelier.persistence.webhook;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.event.EventId;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import dev.atelier.core.webhook.Delivery;
import dev.atelier.core.webhook.DeliveryId;
import dev.atelier.core.webhook.DeliveryState;
import dev.atelier.core.webhook.WebhookEndpoint;
import dev.atelier.core.webhook.WebhookEndpointId;
import dev.atelier.core.webhook.spi.WebhookRepository;
import dev.atelier.persistence.shared.Columns;
import dev.atelier.persistence.shared.Cursor;
import dev.atelier.persistence.shared.JdbiTransactions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Endpoints and deliveries. Who locks both locks the endpoint first. */
public final class JdbiWebhookRepository implements WebhookRepository {
    private static final String ONE = "WHERE org_id = :org AND id = :id";

    /** Names nothing that a foreign key of a delivery wants, so that deliveries may be written meanwhile. */
    private static final String LOCK = " FOR NO KEY UPDATE";

    private final JdbiTransactions transactions;

    public JdbiWebhookRepository(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public boolean insert(WebhookEndpoint endpoint) {
        return transactions.together(handle -> {
            // One at a time for each org, so that the count still holds when the row is there.
            handle.createQuery("SELECT id FROM org WHERE id = :org" + LOCK)
                    .bind("org", endpoint.org().value())
                    .mapTo(String.class)
                    .findOne();
            int inserted = EndpointRows.bind(handle.createUpdate("""
                            INSERT INTO webhook_endpoint (id, org_id, url, description, event_types, enabled,
                                   disabled_reason, created_at, cursor_transaction, cursor_number, failing_since,
                                   last_delivery_at, last_status, version)
                            SELECT :id, :org, :url, :description, :types, :enabled, :reason, :createdAt, :transaction,
                                   :number, :failingSince, :lastAt, :lastStatus, :version
                             WHERE (SELECT count(*) FROM webhook_endpoint WHERE org_id = :org) < :most"""), endpoint)
                    .bind("most", WebhookEndpoint.MOST)
                    .execute();
            if (inserted == 1) {
                EndpointRows.writeSecrets(handle, endpoint);
            }
            return inserted == 1;
        });
    }

    @Override
    public Optional<WebhookEndpoint> find(OrgId org, WebhookEndpointId endpoint) {
        return one(org, endpoint, ONE);
    }

    @Override
    public Optional<WebhookEndpoint> lock(OrgId org, WebhookEndpointId endpoint) {
        return one(org, endpoint, ONE + LOCK);
    }

    @Override
    public Optional<WebhookEndpoint> tryLock(OrgId org, WebhookEndpointId endpoint) {
        return one(org, endpoint, ONE + LOCK + " SKIP LOCKED");
    }

    private Optional<WebhookEndpoint> one(OrgId org, WebhookEndpointId endpoint, String rest) {
        return transactions.with(handle ->
                EndpointRows.select(handle, rest, Map.of("org", org.value(), "id", endpoint.value())).stream()
                        .findFirst());
    }

    @Override
    public List<WebhookEndpoint> list(OrgId org) {
        return transactions.with(handle ->
                EndpointRows.select(handle, "WHERE org_id = :org ORDER BY created_at, id", Map.of("org", org.value())));
    }

    @Override
    public List<WebhookEndpoint> all() {
        return transactions.with(handle -> EndpointRows.select(handle, "ORDER BY created_at, id", Map.of()));
    }

    @Override
    public boolean update(WebhookEndpoint endpoint, long expectedVersion) {
        return transactions.together(handle -> {
            int updated = EndpointRows.bind(handle.createUpdate("""
                            UPDATE webhook_endpoint
                               SET url = :url, description = :description, event_types = :types, enabled = :enabled,
                                   disabled_reason = :reason, cursor_transaction = :transaction,
                                   cursor_number = :number, failing_since = :failingSince,
                                   last_delivery_at = :lastAt, last_status = :lastStatus, version = :version
                             WHERE org_id = :org AND id = :id AND version = :expected"""), endpoint)
                    .bind("expected", expectedVersion)
                    .execute();
            if (updated == 1) {
                EndpointRows.writeSecrets(handle, endpoint);
            }
            return updated == 1;
        });
    }

    @Override
    public void updateHealth(OrgId org, WebhookEndpointId endpoint, WebhookEndpoint.Health health) {
        transactions.with(handle -> EndpointRows.bindHealth(handle.createUpdate("""
                                UPDATE webhook_endpoint
                                   SET failing_since = :failingSince, last_delivery_at = :lastAt,
                                       last_status = :lastStatus
                                 WHERE org_id = :org AND id = :id"""), health)
                .bind("org", org.value())
                .bind("id", endpoint.value())
                .execute());
    }

    @Override
    public void moveCursor(OrgId org, WebhookEndpointId endpoint, EventId cursor) {
        transactions.with(handle -> handle.createUpdate("""
                        UPDATE webhook_endpoint SET cursor_transaction = :transaction, cursor_number = :number
                         WHERE org_id = :org AND id = :id""")
                .bind("org", org.value())
                .bind("id", endpoint.value())
                .bind("transaction", cursor.transaction())
                .bind("number", cursor.number())
                .execute());
    }

    @Override
    public boolean delete(OrgId org, WebhookEndpointId endpoint) {
        return transactions.with(handle -> handle.createUpdate("DELETE FROM webhook_endpoint " + ONE)
                        .bind("org", org.value())
                        .bind("id", endpoint.value())
                        .execute()
                == 1);
    }

    @Override
    public List<Ref> withNews(int limit) {
        // ADR 6: events are complete below the oldest transaction that runs. A cursor from there on is not of this log.
        return refs("""
                e.cursor_transaction >= CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint)
                OR EXISTS (SELECT FROM event v
                            WHERE v.org_id = e.org_id
                              AND (v.transaction, v.number) > (e.cursor_transaction, e.cursor_number)
                              AND v.transaction < CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint))
                """, limit, Map.of());
    }

    @Override
    public List<Ref> due(Instant now, int limit) {
        return refs("""
                EXISTS (SELECT FROM webhook_delivery d
                         WHERE d.endpoint_id = e.id AND d.state = 'PENDING' AND d.next_attempt_at <= :now)
                """, limit, Map.of("now", now));
    }

    private List<Ref> refs(String condition, int limit, Map<String, ?> values) {
        return transactions.with(handle -> handle.createQuery(
                        "SELECT e.org_id, e.id, e.failing_since FROM webhook_endpoint e"
                                + " WHERE e.enabled AND (" + condition + ")"
                                + " ORDER BY e.failing_since NULLS FIRST, e.last_delivery_at NULLS FIRST LIMIT :limit")
                .bindMap(values)
                .bind("limit", limit)
                .map((row, context) -> new Ref(
                        new OrgId(Columns.uuid(row, "org_id")),
                        new WebhookEndpointId(Columns.uuid(row, "id")),
                        Columns.instantOrNull(row, "failing_since") != null))
                .list());
    }

    @Override
    public void insertDelivery(Delivery delivery) {
        transactions.together(handle -> {
            int inserted = handle.createUpdate("""
                            INSERT INTO webhook_delivery (id, org_id, endpoint_id, event_id, event_type, payload, state,
                                   spared, next_attempt_at, created_at)
                            VALUES (:id, :org, :endpoint, :eventId, :eventType, :payload, :state, :spared, :next,
                                   :createdAt)
                            ON CONFLICT (endpoint_id, event_id) DO NOTHING""")
                    .bind("id", delivery.id().value())
                    .bind("org", delivery.org().value())
                    .bind("endpoint", delivery.endpoint().value())
                    .bind("eventId", delivery.eventId())
                    .bind("eventType", delivery.eventType())
                    .bind("payload", delivery.payload())
                    .bind("state", delivery.state().name())
                    .bind("spared", delivery.spared())
                    .bind("next", delivery.nextAttemptAt())
                    .bind("createdAt", delivery.createdAt())
                    .execute();
            if (inserted == 1) {
                DeliveryRows.writeAttempts(handle, delivery);
            }
            return inserted;
        });
    }

    @Override
    public Optional<Delivery> claim(OrgId org, WebhookEndpointId endpoint, Instant now, Instant until) {
        return transactions.together(handle -> firstDelivery(
                handle, handle.createQuery("""
                        UPDATE webhook_delivery SET next_attempt_at = :until WHERE id = (
                          SELECT id FROM webhook_delivery
                           WHERE org_id = :org AND endpoint_id = :endpoint AND state = 'PENDING'
                             AND next_attempt_at <= :now
                           ORDER BY next_attempt_at, id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED)
                        RETURNING *""").bind("until", until).bind("now", now), org, endpoint));
    }

    @Override
    public Optional<Delivery> findDelivery(OrgId org, WebhookEndpointId endpoint, DeliveryId delivery) {
        return transactions.with(handle -> firstDelivery(
                handle,
                handle.createQuery(
                                "SELECT * FROM webhook_delivery WHERE org_id = :org AND endpoint_id = :endpoint AND id = :id")
                        .bind("id", delivery.value()),
                org,
                endpoint));
    }

    private static Optional<Delivery> firstDelivery(Handle handle, Query query, OrgId org, WebhookEndpointId endpoint) {
        return DeliveryRows.read(handle, query.bind("org", org.value()).bind("endpoint", endpoint.value())).stream()
                .findFirst();
    }

    @Override
    public void updateDelivery(Delivery delivery) {
        transactions.together(handle -> {
            int updated = handle.createUpdate("""
                            UPDATE webhook_delivery SET state = :state, spared = :spared, next_attempt_at = :next
                             WHERE org_id = :org AND endpoint_id = :endpoint AND id = :id""")
                    .bind("state", delivery.state().name())
                    .bind("spared", delivery.spared())
                    .bind("next", delivery.nextAttemptAt())
                    .bind("org", delivery.org().value())
                    .bind("endpoint", delivery.endpoint().value())
                    .bind("id", delivery.id().value())
                    .execute();
            if (updated == 1) {
                DeliveryRows.writeAttempts(handle, delivery);
            }
            return updated;
        });
    }

    @Override
    public void disableDeliveries(OrgId org, WebhookEndpointId endpoint) {
        transactions.with(handle -> handle.createUpdate("""
                        UPDATE webhook_delivery SET state = 'DISABLED', next_attempt_at = NULL
                         WHERE org_id = :org AND endpoint_id = :endpoint AND state = 'PENDING'""")
                .bind("org", org.value())
                .bind("endpoint", endpoint.value())
                .execute());
    }

    @Override
    public Page<Delivery> deliveries(
            OrgId org, WebhookEndpointId endpoint, @Nullable DeliveryState state, PageRequest page) {
        Cursor from = Cursor.newestFirst(page);
        List<Delivery> rows = transactions.with(handle -> DeliveryRows.read(
                handle,
                handle.createQuery("SELECT * FROM webhook_delivery WHERE org_id = :org AND endpoint_id = :endpoint"
                                + (state == null ? "" : " AND state = :state")
                                + " AND (created_at, id) < (:at, CAST(:after AS uuid))"
                                + " ORDER BY created_at DESC, id DESC LIMIT :limit")
                        .bind("org", org.value())
                        .bind("endpoint", endpoint.value())
                        .bindMap(state == null ? Map.of() : Map.of("state", state.name()))
                        .bind("at", from.at())
                        .bind("after", from.id())
                        .bind("limit", page.limit() + 1)));
        return Cursor.page(
                rows,
                page,
                delivery -> new Cursor(delivery.createdAt(), delivery.id().toString()));
    }

    @Override
    public int forgetBefore(Instant time) {
        return transactions.with(handle -> handle.createUpdate("DELETE FROM webhook_delivery WHERE created_at < :time")
                .bind("time", time)
                .execute());
    }
}
