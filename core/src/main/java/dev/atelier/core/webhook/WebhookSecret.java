package dev.atelier.core.webhook;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.secret.SealedSecret;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One of the secrets that sign an endpoint's deliveries.
 *
 * @param sealed bound to {@link #context}
 * @param expiresAt when it stops signing; null while it is the newest
 */
public record WebhookSecret(
        UUID id,
        SealedSecret sealed,
        Instant createdAt,
        @Nullable Instant expiresAt) {
    /** What the sealed text is bound to, so that it opens nowhere else. */
    public static String context(OrgId org, WebhookEndpointId endpoint, UUID secret) {
        return "org:" + org + "|webhook:" + endpoint + "|secret:" + secret;
    }

    /** True if it signs what is sent now. */
    public boolean signs(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }

    /** The same secret, which stops signing then unless it stops sooner already. */
    WebhookSecret endingAt(Instant end) {
        return expiresAt != null && expiresAt.isBefore(end) ? this : new WebhookSecret(id, sealed, createdAt, end);
    }
}
