package dev.atelier.persistence.token;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.shared.AddressBlock;
import dev.atelier.core.token.AccessToken;
import dev.atelier.core.token.AccessTokenId;
import dev.atelier.core.token.Scope;
import dev.atelier.core.token.SpendPeriod;
import dev.atelier.persistence.shared.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Between a token and its row. */
final class AccessTokenRows {
    private AccessTokenRows() {}

    /** Binds what changes after a token was made. */
    static Update bindState(Update statement, AccessToken token) {
        AccessToken.Value value = token.value();
        AccessToken.Previous previous = token.previous();
        return statement
                .bind("id", token.id().value())
                .bind("org", token.org().value())
                .bind("hash", value.hash())
                .bind("hint", value.hint())
                .bind("issuedAt", value.issuedAt())
                .bind("expiresAt", value.expiresAt())
                .bind("previousHash", previous == null ? null : previous.hash())
                .bind("previousUntil", previous == null ? null : previous.until())
                .bind("revokedAt", token.revokedAt());
    }

    /** Binds what stays. */
    static Update bindTerms(Update statement, AccessToken token) {
        AccessToken.Terms terms = token.terms();
        Duration life = terms.life();
        Credits limit = terms.spendLimit();
        return statement
                .bind("user", token.user().value())
                .bind("memberSince", token.memberSince())
                .bind("name", terms.name())
                .bindByType("scopes", texts(terms.scopes().stream().sorted()), String[].class)
                .bind("life", life == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, Instant.EPOCH.plus(life)))
                .bind("limit", limit == null ? null : limit.amount())
                .bind("period", terms.spendPeriod().name())
                .bindByType("allowedFrom", texts(terms.allowedFrom().stream()), String[].class)
                .bind("createdAt", token.createdAt());
    }

    static AccessToken read(ResultSet row) throws SQLException {
        String previousHash = row.getString("previous_hash");
        return new AccessToken(
                new AccessTokenId(Columns.uuid(row, "id")),
                new OrgId(Columns.uuid(row, "org_id")),
                new UserId(Columns.uuid(row, "user_id")),
                Columns.instant(row, "member_since"),
                terms(row),
                Columns.instant(row, "created_at"),
                new AccessToken.Value(
                        row.getString("hash"),
                        row.getString("hint"),
                        Columns.instant(row, "issued_at"),
                        Columns.instantOrNull(row, "expires_at")),
                previousHash == null
                        ? null
                        : new AccessToken.Previous(previousHash, Columns.instant(row, "previous_until")),
                Columns.instantOrNull(row, "revoked_at"),
                lastUse(row));
    }

    private static AccessToken.Terms terms(ResultSet row) throws SQLException {
        long life = row.getLong("life_micros");
        Duration lives = row.wasNull() ? null : Duration.of(life, ChronoUnit.MICROS);
        long limit = row.getLong("spend_limit");
        Credits most = row.wasNull() ? null : Credits.of(limit);
        return new AccessToken.Terms(
                row.getString("name"),
                texts(row, "scopes").map(Scope::of).collect(Collectors.toSet()),
                lives,
                most,
                SpendPeriod.valueOf(row.getString("spend_period")),
                texts(row, "allowed_from").map(AddressBlock::of).toList());
    }

    private static AccessToken.@Nullable LastUse lastUse(ResultSet row) throws SQLException {
        Instant at = Columns.instantOrNull(row, "used_at");
        return at == null ? null : new AccessToken.LastUse(at, row.getString("used_from"));
    }

    private static String[] texts(Stream<?> values) {
        return values.map(Object::toString).toArray(String[]::new);
    }

    private static Stream<String> texts(ResultSet row, String column) throws SQLException {
        return Arrays.stream((String[]) row.getArray(column).getArray());
    }
}
