package dev.atelier.app.key;

import dev.atelier.app.audit.AuditTrail;
import dev.atelier.core.audit.AuditAction;
import dev.atelier.core.audit.AuditChange;
import dev.atelier.core.audit.AuditDetails;
import dev.atelier.core.audit.AuditSubject;
import dev.atelier.core.key.ProviderKey;
import io.javalin.http.Context;

/** What the audit log is told of own keys. */
final class ApiKeyAudit {
    private final AuditTrail trail;

    ApiKeyAudit(AuditTrail trail) {
        this.trail = trail;
    }

    void created(Context ctx, ProviderKey key) {
        trail.record(ctx, AuditChange.made(AuditAction.API_KEY_CREATED, subject(key), whole(key)));
    }

    void deleted(Context ctx, ProviderKey key) {
        trail.record(ctx, AuditChange.gone(AuditAction.API_KEY_DELETED, subject(key), whole(key)));
    }

    /** One entry for each kind of change that there was. */
    void changed(Context ctx, ProviderKey before, ProviderKey after) {
        trail.record(
                ctx, AuditChange.between(AuditAction.API_KEY_CHANGED, subject(after), terms(before), terms(after)));
        // A new value may end like the old one: the ciphertext tells that it is another.
        if (!before.secret().equals(after.secret())) {
            trail.record(
                    ctx,
                    new AuditChange(AuditAction.API_KEY_REPLACED.word(), subject(after), hint(before), hint(after)));
        }
    }

    private static AuditDetails whole(ProviderKey key) {
        return terms(key)
                .with("provider", key.adapter())
                .with("scope", key.owner() == null ? "org" : "user")
                .with("hint", AuditDetails.hint(key.hint()));
    }

    private static AuditDetails terms(ProviderKey key) {
        return AuditDetails.NONE
                .with("name", key.terms().name())
                .with("active", key.terms().active())
                .with("expiresAt", key.terms().expiresAt())
                .with("spendCapMicros", key.terms().spendCapMicros());
    }

    private static AuditDetails hint(ProviderKey key) {
        return AuditDetails.NONE.with("hint", AuditDetails.hint(key.hint()));
    }

    private static AuditSubject subject(ProviderKey key) {
        return new AuditSubject("api_key", key.id().toString(), key.terms().name());
    }
}
