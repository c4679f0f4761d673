package dev.atelier.app.webhook;

import dev.atelier.app.audit.AuditTrail;
import dev.atelier.core.audit.AuditAction;
import dev.atelier.core.audit.AuditChange;
import dev.atelier.core.audit.AuditDetails;
import dev.atelier.core.audit.AuditSubject;
import dev.atelier.core.webhook.WebhookEndpoint;
import io.javalin.http.Context;
import java.net.URI;
import java.util.List;

/** What the audit log is told of webhook endpoints and their secrets. */
final class WebhookAudit {
    private final AuditTrail trail;

    WebhookAudit(AuditTrail trail) {
        this.trail = trail;
    }

    private record Shown(String address, String description, List<String> eventTypes, boolean enabled) {
        static AuditDetails of(WebhookEndpoint endpoint) {
            return AuditTrail.details(new Shown(
                    place(endpoint.url()), endpoint.description(), endpoint.sortedTypes(), endpoint.enabled()));
        }
    }

    void created(Context ctx, WebhookEndpoint endpoint) {
        trail.record(
                ctx, AuditChange.made(AuditAction.WEBHOOK_ENDPOINT_CREATED, subject(endpoint), Shown.of(endpoint)));
    }

    void changed(Context ctx, WebhookEndpoint before, WebhookEndpoint after) {
        trail.record(
                ctx,
                AuditChange.between(
                        AuditAction.WEBHOOK_ENDPOINT_CHANGED, subject(after), Shown.of(before), Shown.of(after)));
    }

    void deleted(Context ctx, WebhookEndpoint endpoint) {
        trail.record(
                ctx, AuditChange.gone(AuditAction.WEBHOOK_ENDPOINT_DELETED, subject(endpoint), Shown.of(endpoint)));
    }

    /** @param hint the last characters of the new secret */
    void secretAdded(Context ctx, WebhookEndpoint endpoint, String hint, int overlapSeconds) {
        AuditDetails after =
                AuditDetails.NONE.with("secret", AuditDetails.hint(hint)).with("overlapSeconds", overlapSeconds);
        trail.record(ctx, AuditChange.made(AuditAction.WEBHOOK_SECRET_ADDED, subject(endpoint), after));
    }

    private static AuditSubject subject(WebhookEndpoint endpoint) {
        return new AuditSubject("webhook_endpoint", endpoint.id().toString(), place(endpoint.url()));
    }

    // Receivers like to put a password of theirs behind the question mark.
    private static String place(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority() + (url.getRawPath() == null ? "" : url.getRawPath());
    }
}
