package dev.atelier.persistence.webhook;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.event.EventId;
import dev.atelier.core.secret.SealedSecret;
import dev.atelier.core.webhook.WebhookEndpoint;
import dev.atelier.core.webhook.WebhookEndpointId;
import dev.atelier.core.webhook.WebhookSecret;
import dev.atelier.persistence.shared.Columns;
import dev.atelier.persistence.shared.Json;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** Rows of {@code webhook_endpoint} with those of {@code webhook_secret}. */
final class EndpointRows {
    private EndpointRows() {}

    private record SecretOf(UUID endpoint, WebhookSecret secret) {}

    /** @param rest what follows the name of the table */
    static List<WebhookEndpoint> select(Handle handle, String rest, Map<String, ?> values) {
        List<WebhookEndpoint> bare = handle.createQuery("SELECT * FROM webhook_endpoint " + rest)
                .bindMap(values)
                .map((row, context) -> read(row))
                .list();
        if (bare.isEmpty()) {
            return bare;
        }
        UUID[] ids = bare.stream().map(endpoint -> endpoint.id().value()).toArray(UUID[]::new);
        Map<UUID, List<WebhookSecret>> secrets = handle
                .createQuery("""
                        SELECT * FROM webhook_secret WHERE endpoint_id = ANY (:ids)
                         ORDER BY created_at DESC, id DESC""")
                .bindByType("ids", ids, UUID[].class)
                .map((row, context) -> new SecretOf(Columns.uuid(row, "endpoint_id"), secret(row)))
                .stream()
                .collect(Collectors.groupingBy(
                        SecretOf::endpoint, Collectors.mapping(SecretOf::secret, Collectors.toList())));
        return bare.stream()
                .map(endpoint ->
                        with(endpoint, secrets.getOrDefault(endpoint.id().value(), List.of())))
                .toList();
    }

    static void writeSecrets(Handle handle, WebhookEndpoint endpoint) {
        handle.createUpdate("DELETE FROM webhook_secret WHERE endpoint_id = :endpoint")
                .bind("endpoint", endpoint.id().value())
                .execute();
        for (WebhookSecret secret : endpoint.secrets()) {
            handle.createUpdate("""
                            INSERT INTO webhook_secret (id, org_id, endpoint_id, sealed, created_at, expires_at)
                            VALUES (:id, :org, :endpoint, CAST(:sealed AS jsonb), :createdAt, :expiresAt)""")
                    .bind("id", secret.id())
                    .bind("org", endpoint.org().value())
                    .bind("endpoint", endpoint.id().value())
                    .bind("sealed", Json.write(secret.sealed()))
                    .bind("createdAt", secret.createdAt())
                    .bind("expiresAt", secret.expiresAt())
                    .execute();
        }
    }

    static <S extends SqlStatement<S>> S bind(S statement, WebhookEndpoint endpoint) {
        return bindHealth(statement, endpoint.health())
                .bind("id", endpoint.id().value())
                .bind("org", endpoint.org().value())
                .bind("url", endpoint.url().toString())
                .bind("description", endpoint.description())
                .bindByType("types", endpoint.sortedTypes().toArray(String[]::new), String[].class)
                .bind("enabled", endpoint.enabled())
                .bind("reason", endpoint.disabledReason())
                .bind("createdAt", endpoint.createdAt())
                .bind("transaction", endpoint.cursor().transaction())
                .bind("number", endpoint.cursor().number())
                .bind("version", endpoint.version());
    }

    static <S extends SqlStatement<S>> S bindHealth(S statement, WebhookEndpoint.Health health) {
        Instant failingSince = health.failingSince();
        return statement
                .bind("failingSince", failingSince)
                .bind("lastAt", health.lastDeliveryAt())
                .bind("lastStatus", health.lastStatus());
    }

    private static WebhookEndpoint read(ResultSet row) throws SQLException {
        int status = row.getInt("last_status");
        boolean answered = !row.wasNull();
        return new WebhookEndpoint(
                new WebhookEndpointId(Columns.uuid(row, "id")),
                new OrgId(Columns.uuid(row, "org_id")),
                URI.create(row.getString("url")),
                row.getString("description"),
                Set.of((String[]) row.getArray("event_types").getArray()),
                row.getBoolean("enabled"),
                row.getString("disabled_reason"),
                List.of(),
                Columns.instant(row, "created_at"),
                new EventId(row.getLong("cursor_transaction"), row.getLong("cursor_number")),
                new WebhookEndpoint.Health(
                        Columns.instantOrNull(row, "failing_since"),
                        Columns.instantOrNull(row, "last_delivery_at"),
                        answered ? status : null),
                row.getLong("version"));
    }

    private static WebhookSecret secret(ResultSet row) throws SQLException {
        return new WebhookSecret(
                Columns.uuid(row, "id"),
                Json.read(row.getString("sealed"), SealedSecret.class),
                Columns.instant(row, "created_at"),
                Columns.instantOrNull(row, "expires_at"));
    }

    private static WebhookEndpoint with(WebhookEndpoint bare, List<WebhookSecret> secrets) {
        return new WebhookEndpoint(
                bare.id(),
                bare.org(),
                bare.url(),
                bare.description(),
                bare.eventTypes(),
                bare.enabled(),
                bare.disabledReason(),
                secrets,
                bare.createdAt(),
                bare.cursor(),
                bare.health(),
                bare.version());
    }
}
