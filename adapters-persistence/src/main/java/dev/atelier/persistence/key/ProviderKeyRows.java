package dev.atelier.persistence.key;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.key.ProviderKey;
import dev.atelier.core.key.ProviderKeyId;
import dev.atelier.core.secret.SealedSecret;
import dev.atelier.persistence.shared.Columns;
import dev.atelier.persistence.shared.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jdbi.v3.core.statement.Update;

/** Between a key and its row. */
final class ProviderKeyRows {
    private ProviderKeyRows() {}

    /** Binds what its maker may change, and the id. */
    static Update bindState(Update statement, ProviderKey key) {
        ProviderKey.Terms terms = key.terms();
        return statement
                .bind("id", key.id().value())
                .bind("org", key.org().value())
                .bind("name", terms.name())
                .bind("secret", Json.write(key.secret()))
                .bind("active", terms.active())
                .bind("expiresAt", terms.expiresAt())
                .bind("cap", terms.spendCapMicros())
                .bind("version", key.version());
    }

    /** Binds what stays. */
    static Update bindOrigin(Update statement, ProviderKey key) {
        UserId owner = key.owner();
        return statement
                .bindByType("owner", owner == null ? null : owner.value(), UUID.class)
                .bind("adapter", key.adapter())
                .bind("alias", key.alias())
                .bind("createdAt", key.createdAt())
                .bind("createdBy", key.createdBy().value());
    }

    static ProviderKey read(ResultSet row) throws SQLException {
        UUID owner = row.getObject("owner_id", UUID.class);
        long cap = row.getLong("spend_cap");
        Long most = row.wasNull() ? null : cap;
        return new ProviderKey(
                new ProviderKeyId(Columns.uuid(row, "id")),
                new OrgId(Columns.uuid(row, "org_id")),
                owner == null ? null : new UserId(owner),
                row.getString("adapter"),
                row.getString("alias"),
                Json.read(row.getString("secret"), SealedSecret.class),
                new ProviderKey.Terms(
                        row.getString("name"),
                        row.getBoolean("active"),
                        Columns.instantOrNull(row, "expires_at"),
                        most),
                Columns.instant(row, "created_at"),
                new UserId(Columns.uuid(row, "created_by")),
                new ProviderKey.Use(
                        Columns.instantOrNull(row, "used_at"), row.getLong("spent_micros"), row.getLong("open_micros")),
                row.getLong("version"));
    }
}
