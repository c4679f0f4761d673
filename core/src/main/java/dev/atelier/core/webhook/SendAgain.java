package dev.atelier.core.webhook;

import dev.atelier.core.Store;
import dev.atelier.core.event.Event;
import dev.atelier.core.event.EventId;
import dev.atelier.core.event.EventType;
import dev.atelier.core.shared.Ids;
import dev.atelier.core.webhook.spi.WebhookBody;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Queues what a person asks for: a ping to see whether the receiver works, or an earlier delivery once more. Thread-safe. */
public final class SendAgain {
    private final Store store;
    private final WebhookBody body;
    private final Ids ids;
    private final Clock clock;

    public SendAgain(Store store, WebhookBody body, Ids ids, Clock clock) {
        this.store = store;
        this.body = body;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Queues a {@link EventType#WEBHOOK_TEST}, whatever types the endpoint wants.
     *
     * @return empty if the endpoint is gone or switched off
     */
    public Optional<Delivery> ping(WebhookEndpoint seen) {
        Instant now = now();
        UUID id = ids.next();
        Event event = new Event(
                EventId.START,
                seen.org(),
                null,
                EventType.WEBHOOK_TEST,
                now,
                Map.of("endpointId", seen.id().toString()));
        return store.transactions()
                .inTransaction(() -> enabled(seen).map(endpoint -> {
                    Delivery ping = Delivery.of(
                            new DeliveryId(id), endpoint, "test-" + id, EventType.WEBHOOK_TEST, body.of(event), now);
                    store.webhooks().insertDelivery(ping);
                    return ping;
                }));
    }

    /**
     * Queues a delivery anew under its old id, with all tries before it.
     *
     * @return empty if the endpoint is gone or switched off
     */
    public Optional<Delivery> again(WebhookEndpoint seen, DeliveryId delivery) {
        return store.transactions()
                .inTransaction(() -> enabled(seen)
                        .flatMap(endpoint -> store.webhooks().findDelivery(endpoint.org(), endpoint.id(), delivery))
                        .map(found -> {
                            Delivery anew = found.anew(now());
                            store.webhooks().updateDelivery(anew);
                            return anew;
                        }));
    }

    private Optional<WebhookEndpoint> enabled(WebhookEndpoint seen) {
        return store.webhooks().lock(seen.org(), seen.id()).filter(WebhookEndpoint::enabled);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
