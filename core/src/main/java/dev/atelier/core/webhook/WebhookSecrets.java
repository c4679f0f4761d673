package dev.atelier.core.webhook;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.secret.Secret;
import dev.atelier.core.secret.SecretBox;
import dev.atelier.core.shared.Ids;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Makes, seals and opens the secrets of endpoints. Thread-safe. */
final class WebhookSecrets {
    private final SecretBox box;
    private final Ids ids;
    private final SecureRandom random = new SecureRandom();

    WebhookSecrets(SecretBox box, Ids ids) {
        this.box = box;
        this.ids = ids;
    }

    record Made(WebhookSecret stored, Secret secret) {}

    Made make(OrgId org, WebhookEndpointId endpoint, Instant now) {
        UUID id = ids.next();
        Secret secret = WebhookSignature.newSecret(random);
        return new Made(
                new WebhookSecret(id, box.seal(secret, WebhookSecret.context(org, endpoint, id)), now, null), secret);
    }

    /**
     * All that sign now, newest first.
     *
     * @throws SecretBox.SecretUnreadable if one does not open
     */
    List<Secret> open(WebhookEndpoint endpoint, Instant now) {
        return endpoint.secrets().stream()
                .filter(secret -> secret.signs(now))
                .map(secret ->
                        box.open(secret.sealed(), WebhookSecret.context(endpoint.org(), endpoint.id(), secret.id())))
                .toList();
    }
}
