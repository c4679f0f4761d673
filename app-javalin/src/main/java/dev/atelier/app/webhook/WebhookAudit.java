package dev.atelier.app.webhook;

import dev.atelier.core.audit.AuditAction;
import dev.atelier.core.audit.AuditChange;
import dev.atelier.core.audit.AuditDetails;
import dev.atelier.core.audit.AuditSubject;
import dev.atelier.core.secret.Secret;
import dev.atelier.core.webhook.WebhookEndpoint;
import java.net.URI;
import java.time.Duration;

/** What the audit log is told of webhook endpoints. Whoever knows a receiver's whole address may often write to it: its path is masked. */
final class WebhookAudit {
    private static final int SHOWN = 4;

    private WebhookAudit() {}

    static AuditChange created(WebhookEndpoint endpoint) {
        return AuditChange.made(AuditAction.WEBHOOK_ENDPOINT_CREATED, subject(endpoint), details(endpoint));
    }

    static AuditChange deleted(WebhookEndpoint endpoint) {
        return AuditChange.gone(AuditAction.WEBHOOK_ENDPOINT_DELETED, subject(endpoint), details(endpoint));
    }

    static AuditChange changed(WebhookEndpoint before, WebhookEndpoint after) {
        boolean moved = !before.url().equals(after.url());
        return AuditChange.between(
                AuditAction.WEBHOOK_ENDPOINT_CHANGED,
                subject(after),
                details(before),
                // Two addresses may look alike once they are masked.
                moved ? details(after).with("moved", true) : details(after));
    }

    static AuditChange secretAdded(WebhookEndpoint endpoint, Secret secret, Duration overlap) {
        return AuditChange.made(
                AuditAction.WEBHOOK_SECRET_ADDED,
                subject(endpoint),
                AuditDetails.NONE
                        .with("secret", AuditDetails.hint(secret.lastFour()))
                        .with("overlapSeconds", overlap.toSeconds()));
    }

    private static AuditDetails details(WebhookEndpoint endpoint) {
        return AuditDetails.NONE
                .with("url", masked(endpoint.url()))
                .with("description", endpoint.description())
                .with("eventTypes", endpoint.sortedTypes())
                .with("enabled", endpoint.enabled());
    }

    private static AuditSubject subject(WebhookEndpoint endpoint) {
        return new AuditSubject("webhook_endpoint", endpoint.id().toString(), origin(endpoint.url()));
    }

    private static String masked(URI url) {
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        String shown = path.length() <= SHOWN * 2 ? path : "/…" + path.substring(path.length() - SHOWN);
        // Receivers like to put a password of theirs behind the question mark.
        return origin(url) + shown + (url.getRawQuery() == null ? "" : "?…");
    }

    private static String origin(URI url) {
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return url.getScheme() + "://" + url.getHost() + port;
    }
}
