package dev.atelier.app.sso;

import dev.atelier.app.audit.AuditTrail;
import dev.atelier.core.account.Member;
import dev.atelier.core.audit.AuditAction;
import dev.atelier.core.audit.AuditActor;
import dev.atelier.core.audit.AuditChange;
import dev.atelier.core.audit.AuditDetails;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.function.Consumer;

/** What the audit log is told of people whom issuers bring in. */
final class SsoAudit {
    private final AuditTrail trail;

    SsoAudit(AuditTrail trail) {
        this.trail = trail;
    }

    /** @param issuer the configured id */
    Consumer<Member> joined(Context ctx, String issuer) {
        return member -> trail.record(
                ctx,
                member.org(),
                AuditActor.user(member.user()),
                AuditChange.made(
                        AuditAction.MEMBER_JOINED,
                        AuditTrail.subject(member.user()),
                        AuditDetails.NONE
                                .with("role", member.role().name().toLowerCase(Locale.ROOT))
                                .with("issuer", issuer)));
    }
}
