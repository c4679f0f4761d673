package dev.atelier.core.webhook;

import dev.atelier.core.Store;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.secret.Secret;
import dev.atelier.core.secret.SecretBox;
import dev.atelier.core.shared.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gives an endpoint a new secret; those before sign along for a while, so that the receiver can change over. Thread-safe. */
public final class RotateWebhookSecret {
    /** Most secrets that sign at a time; with more, the header would grow without end. */
    public static final int MOST = 5;

    private final Store store;
    private final WebhookSecrets secrets;
    private final Clock clock;

    public RotateWebhookSecret(Store store, SecretBox box, Ids ids, Clock clock) {
        this.store = store;
        this.secrets = new WebhookSecrets(box, ids);
        this.clock = clock;
    }

    /**
     * Rotates.
     *
     * @param overlap how long the earlier ones sign on; zero ends them at once
     * @return the new secret, shown to its owner now and never again; empty if the endpoint is gone or {@link #MOST} sign already
     */
    public Optional<Secret> rotate(OrgId org, WebhookEndpointId id, Duration overlap) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        WebhookSecrets.Made made = secrets.make(org, id, now);
        return store.transactions()
                .inTransaction(() -> store.webhooks().lock(org, id).flatMap(endpoint -> {
                    List<WebhookSecret> all = new ArrayList<>(List.of(made.stored()));
                    endpoint.secrets().stream()
                            .map(secret -> secret.endingAt(now.plus(overlap)))
                            .filter(secret -> secret.signs(now))
                            .forEach(all::add);
                    if (all.size() > MOST) {
                        return Optional.empty();
                    }
                    store.webhooks().update(endpoint.with(all), endpoint.version());
                    return Optional.of(made.secret());
                }));
    }
}
