package dev.atelier.core.webhook;

import dev.atelier.core.Store;
import dev.atelier.core.event.EventId;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes an endpoint. Thread-safe. */
public final class ChangeWebhook {
    private final Store store;

    public ChangeWebhook(Store store) {
        this.store = store;
    }

    /** What shall be otherwise; null stays as it is. */
    public record Change(
            @Nullable URI url,
            @Nullable String description,
            @Nullable Set<String> eventTypes,
            @Nullable Boolean enabled) {}

    /**
     * Makes the change. Switched off, an endpoint loses what is on its way to it; switched on, it hears of what happens from then on.
     *
     * @param seen the endpoint as the caller has read it
     * @return empty if it was changed or deleted meanwhile
     */
    public Optional<WebhookEndpoint> change(WebhookEndpoint seen, Change change) {
        return store.transactions()
                .inTransaction(() -> store.webhooks()
                        .lock(seen.org(), seen.id())
                        .filter(now -> now.version() == seen.version())
                        .map(now -> changed(now, change)));
    }

    private WebhookEndpoint changed(WebhookEndpoint before, Change change) {
        boolean enabled = change.enabled() == null ? before.enabled() : change.enabled();
        boolean switchedOn = enabled && !before.enabled();
        EventId cursor = switchedOn ? store.events().latest(before.org()) : before.cursor();
        WebhookEndpoint after = new WebhookEndpoint(
                before.id(),
                before.org(),
                change.url() == null ? before.url() : change.url(),
                change.description() == null ? before.description() : change.description(),
                change.eventTypes() == null ? before.eventTypes() : change.eventTypes(),
                enabled,
                enabled ? null : before.disabledReason(),
                before.secrets(),
                before.createdAt(),
                cursor,
                switchedOn ? fresh(before.health()) : before.health(),
                before.version() + 1);
        store.webhooks().update(after, before.version());
        if (!enabled && before.enabled()) {
            store.webhooks().disableDeliveries(before.org(), before.id());
        }
        return after;
    }

    // The days before it was switched on do not count towards its being switched off again.
    private static WebhookEndpoint.Health fresh(WebhookEndpoint.Health health) {
        return new WebhookEndpoint.Health(null, health.lastDeliveryAt(), health.lastStatus());
    }
}
