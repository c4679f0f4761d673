package dev.atelier.core.webhook;

import dev.atelier.core.Store;
import dev.atelier.core.event.Event;
import dev.atelier.core.event.EventId;
import dev.atelier.core.shared.Ids;
import dev.atelier.core.webhook.spi.WebhookBody;
import dev.atelier.core.webhook.spi.WebhookRepository.Ref;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Turns the events of the log into deliveries. Each endpoint has a cursor of its own, which moves in the transaction that writes its
 * deliveries: so nothing is lost or doubled wherever a process dies, and whoever writes events knows nothing of this. Thread-safe.
 */
public final class FanOutEvents {
    private static final System.Logger LOG = System.getLogger(FanOutEvents.class.getName());
    private static final int ENDPOINTS = 200;
    private static final int EVENTS = 200;

    private final Store store;
    private final WebhookBody body;
    private final Ids ids;
    private final Clock clock;

    public FanOutEvents(Store store, WebhookBody body, Ids ids, Clock clock) {
        this.store = store;
        this.body = body;
        this.ids = ids;
        this.clock = clock;
    }

    /** Goes on until no endpoint is behind, but for those that another process has in hand. */
    public void fanOut() {
        List<Ref> behind;
        int moved;
        do {
            behind = store.webhooks().withNews(ENDPOINTS);
            moved = 0;
            for (Ref ref : behind) {
                moved += stepSafely(ref) ? 1 : 0;
            }
        } while (moved > 0);
    }

    // One endpoint's trouble is not to keep the others from hearing.
    private boolean stepSafely(Ref ref) {
        try {
            return step(ref);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "events could not be handed to webhook endpoint " + ref.endpoint(), e);
            return false;
        }
    }

    private boolean step(Ref ref) {
        return store.transactions()
                .inTransaction(() -> store.webhooks()
                        .tryLock(ref.org(), ref.endpoint())
                        .filter(WebhookEndpoint::enabled)
                        .map(this::deliverNext)
                        .orElse(false));
    }

    private boolean deliverNext(WebhookEndpoint endpoint) {
        // A cursor ahead of the log is from the server that a dump was taken on; the log was emptied then.
        EventId from = endpoint.cursor().compareTo(store.events().latest(endpoint.org())) > 0
                ? EventId.START
                : endpoint.cursor();
        List<Event> events = store.events().after(endpoint.org(), null, from, EVENTS);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        EventId last = from;
        for (Event event : events) {
            last = event.id();
            if (endpoint.wants(event.type())) {
                store.webhooks()
                        .insertDelivery(Delivery.of(
                                new DeliveryId(ids.next()),
                                endpoint,
                                event.id().toString(),
                                event.type(),
                                body.of(event),
                                now));
            }
        }
        if (!last.equals(endpoint.cursor())) {
            store.webhooks().moveCursor(endpoint.org(), endpoint.id(), last);
        }
        return !last.equals(endpoint.cursor());
    }
}
