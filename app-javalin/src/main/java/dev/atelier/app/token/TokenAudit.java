package dev.atelier.app.token;

import dev.atelier.core.audit.AuditAction;
import dev.atelier.core.audit.AuditChange;
import dev.atelier.core.audit.AuditDetails;
import dev.atelier.core.audit.AuditSubject;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.shared.AddressBlock;
import dev.atelier.core.token.AccessToken;
import dev.atelier.core.token.Scope;
import java.util.Locale;

/** What the audit log says of access tokens; never their value. */
public final class TokenAudit {
    private TokenAudit() {}

    public static AuditChange created(AccessToken token) {
        AccessToken.Terms terms = token.terms();
        Credits limit = terms.spendLimit();
        AuditDetails details = value(token)
                .with(
                        "scopes",
                        terms.scopes().stream().sorted().map(Scope::toString).toList())
                .with("spendLimitCredits", limit == null ? null : limit.amount())
                .with(
                        "spendPeriod",
                        limit == null ? null : terms.spendPeriod().name().toLowerCase(Locale.ROOT))
                .with(
                        "allowedIps",
                        terms.allowedFrom().stream().map(AddressBlock::toString).toList());
        return AuditChange.made(AuditAction.ACCESS_TOKEN_CREATED, subject(token), details);
    }

    static AuditChange rotated(AccessToken before, AccessToken after) {
        AccessToken.Previous previous = after.previous();
        return AuditChange.between(
                AuditAction.ACCESS_TOKEN_ROTATED,
                subject(after),
                value(before),
                value(after).with("replacesUntil", previous == null ? null : previous.until()));
    }

    static AuditChange revoked(AccessToken token) {
        return AuditChange.gone(AuditAction.ACCESS_TOKEN_REVOKED, subject(token), value(token));
    }

    private static AuditSubject subject(AccessToken token) {
        return new AuditSubject(
                "access_token", token.id().toString(), token.terms().name());
    }

    private static AuditDetails value(AccessToken token) {
        return AuditDetails.NONE
                .with("hint", AuditDetails.hint(token.value().hint()))
                .with("userId", token.user())
                .with("expiresAt", token.value().expiresAt());
    }
}
