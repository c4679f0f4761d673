package dev.atelier.persistence.webhook;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.webhook.Delivery;
import dev.atelier.core.webhook.DeliveryAttempt;
import dev.atelier.core.webhook.DeliveryId;
import dev.atelier.core.webhook.DeliveryState;
import dev.atelier.core.webhook.DeliveryTrouble;
import dev.atelier.core.webhook.WebhookEndpointId;
import dev.atelier.persistence.shared.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Rows of {@code webhook_delivery} with those of {@code webhook_attempt}. */
final class DeliveryRows {
    private DeliveryRows() {}

    private record AttemptOf(UUID delivery, DeliveryAttempt attempt) {}

    /** @param query gives whole rows of deliveries */
    static List<Delivery> read(Handle handle, Query query) {
        List<Delivery> bare = query.map((row, context) -> read(row)).list();
        if (bare.isEmpty()) {
            return bare;
        }
        UUID[] ids = bare.stream().map(delivery -> delivery.id().value()).toArray(UUID[]::new);
        Map<UUID, List<DeliveryAttempt>> attempts = handle
                .createQuery("SELECT * FROM webhook_attempt WHERE delivery_id = ANY (:ids) ORDER BY number")
                .bindByType("ids", ids, UUID[].class)
                .map((row, context) -> new AttemptOf(Columns.uuid(row, "delivery_id"), attempt(row)))
                .stream()
                .collect(Collectors.groupingBy(
                        AttemptOf::delivery, Collectors.mapping(AttemptOf::attempt, Collectors.toList())));
        return bare.stream()
                .map(delivery ->
                        with(delivery, attempts.getOrDefault(delivery.id().value(), List.of())))
                .toList();
    }

    static void writeAttempts(Handle handle, Delivery delivery) {
        for (DeliveryAttempt attempt : delivery.attempts()) {
            DeliveryTrouble trouble = attempt.trouble();
            handle.createUpdate("""
                            INSERT INTO webhook_attempt (org_id, delivery_id, number, at, status, took_ms, trouble)
                            VALUES (:org, :delivery, :number, :at, :status, :tookMs, :trouble)
                            ON CONFLICT (delivery_id, number) DO NOTHING""")
                    .bind("org", delivery.org().value())
                    .bind("delivery", delivery.id().value())
                    .bind("number", attempt.number())
                    .bind("at", attempt.at())
                    .bind("status", attempt.status())
                    .bind("tookMs", attempt.took().toMillis())
                    .bind("trouble", trouble == null ? null : trouble.name())
                    .execute();
        }
    }

    private static Delivery read(ResultSet row) throws SQLException {
        return new Delivery(
                new DeliveryId(Columns.uuid(row, "id")),
                new OrgId(Columns.uuid(row, "org_id")),
                new WebhookEndpointId(Columns.uuid(row, "endpoint_id")),
                row.getString("event_id"),
                row.getString("event_type"),
                row.getString("payload"),
                DeliveryState.valueOf(row.getString("state")),
                List.of(),
                row.getInt("spared"),
                Columns.instantOrNull(row, "next_attempt_at"),
                Columns.instant(row, "created_at"));
    }

    private static DeliveryAttempt attempt(ResultSet row) throws SQLException {
        int status = row.getInt("status");
        boolean answered = !row.wasNull();
        String trouble = row.getString("trouble");
        return new DeliveryAttempt(
                row.getInt("number"),
                Columns.instant(row, "at"),
                answered ? status : null,
                Duration.ofMillis(row.getLong("took_ms")),
                trouble == null ? null : DeliveryTrouble.valueOf(trouble));
    }

    private static Delivery with(Delivery bare, List<DeliveryAttempt> attempts) {
        return new Delivery(
                bare.id(),
                bare.org(),
                bare.endpoint(),
                bare.eventId(),
                bare.eventType(),
                bare.payload(),
                bare.state(),
                attempts,
                bare.spared(),
                bare.nextAttemptAt(),
                bare.createdAt());
    }
}
