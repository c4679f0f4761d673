package dev.atelier.core.webhook;

import dev.atelier.core.Store;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.secret.Secret;
import dev.atelier.core.secret.SecretBox;
import dev.atelier.core.shared.Ids;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Adds an endpoint, which hears of every event from now on. Thread-safe. */
public final class RegisterWebhook {
    private final Store store;
    private final WebhookSecrets secrets;
    private final Ids ids;
    private final Clock clock;

    public RegisterWebhook(Store store, SecretBox box, Ids ids, Clock clock) {
        this.store = store;
        this.secrets = new WebhookSecrets(box, ids);
        this.ids = ids;
        this.clock = clock;
    }

    /** @param url judged by the caller, see {@link dev.atelier.core.webhook.spi.WebhookSender#objection} */
    public record Wish(OrgId org, URI url, String description, Set<String> eventTypes, boolean enabled) {}

    /** @param secret shown to its owner now and never again */
    public record Registered(WebhookEndpoint endpoint, Secret secret) {}

    /** @return empty if the org has as many endpoints as it may */
    public Optional<Registered> register(Wish wish) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        WebhookEndpointId id = new WebhookEndpointId(ids.next());
        WebhookSecrets.Made made = secrets.make(wish.org(), id, now);
        return store.transactions().inTransaction(() -> {
            WebhookEndpoint endpoint = new WebhookEndpoint(
                    id,
                    wish.org(),
                    wish.url(),
                    wish.description(),
                    wish.eventTypes(),
                    wish.enabled(),
                    null,
                    List.of(made.stored()),
                    now,
                    store.events().latest(wish.org()),
                    WebhookEndpoint.Health.UNKNOWN,
                    1);
            return store.webhooks().insert(endpoint)
                    ? Optional.of(new Registered(endpoint, made.secret()))
                    : Optional.empty();
        });
    }
}
