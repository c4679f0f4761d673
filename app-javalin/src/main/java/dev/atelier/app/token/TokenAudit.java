package dev.atelier.app.token;

import dev.atelier.core.audit.AuditAction;
import dev.atelier.core.audit.AuditChange;
import dev.atelier.core.audit.AuditDetails;
import dev.atelier.core.audit.AuditSubject;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.shared.AddressBlock;
import dev.atelier.core.token.AccessToken;
import dev.atelier.core.token.Scope;

/** What the audit log is told of access tokens. */
public final class TokenAudit {
    private TokenAudit() {}

    public static AuditChange created(AccessToken token) {
        return AuditChange.made(AuditAction.ACCESS_TOKEN_CREATED, subject(token), whole(token));
    }

    static AuditChange rotated(AccessToken before, AccessToken after, long overlapSeconds) {
        return new AuditChange(
                AuditAction.ACCESS_TOKEN_ROTATED.word(),
                subject(after),
                value(before),
                value(after).with("overlapSeconds", overlapSeconds));
    }

    static AuditChange revoked(AccessToken token) {
        return AuditChange.gone(AuditAction.ACCESS_TOKEN_REVOKED, subject(token), whole(token));
    }

    private static AuditDetails whole(AccessToken token) {
        AccessToken.Terms terms = token.terms();
        Credits limit = terms.spendLimit();
        return value(token)
                .with("person", token.user())
                .with(
                        "scopes",
                        terms.scopes().stream().sorted().map(Scope::toString).toList())
                .with("spendLimitCredits", limit == null ? null : limit.amount())
                .with(
                        "allowedIps",
                        terms.allowedFrom().stream().map(AddressBlock::toString).toList());
    }

    private static AuditDetails value(AccessToken token) {
        return AuditDetails.NONE
                .with("hint", AuditDetails.hint(token.value().hint()))
                .with("expiresAt", token.value().expiresAt());
    }

    private static AuditSubject subject(AccessToken token) {
        return new AuditSubject(
                "access_token", token.id().toString(), token.terms().name());
    }
}
