package dev.atelier.persistence.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.Store;
import dev.atelier.core.event.EventId;
import dev.atelier.core.event.EventType;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.shared.Ids;
import dev.atelier.core.shared.PageRequest;
import dev.atelier.core.webhook.Delivery;
import dev.atelier.core.webhook.FanOutEvents;
import dev.atelier.core.webhook.WebhookEndpoint;
import dev.atelier.core.webhook.spi.WebhookRepositoryContract;
import dev.atelier.persistence.Stores;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiWebhookRepositoryTest extends WebhookRepositoryContract {
    @RegisterExtension
    final Stores stores = new Stores();

    @Override
    protected Store store() {
        return stores.store();
    }

    @Test
    void whoTriesALockThatAnotherHasIsPassedOver() {
        WebhookEndpoint endpoint = endpoint(Samples.tenant(store()), EventId.START);
        store().webhooks().insert(endpoint);
        Store other = stores.open(settings -> settings);

        boolean passed = store().transactions().inTransaction(() -> {
            assertThat(store().webhooks().lock(endpoint.org(), endpoint.id())).isPresent();
            return other.webhooks().tryLock(endpoint.org(), endpoint.id()).isEmpty();
        });

        assertThat(passed).isTrue();
        assertThat(other.webhooks().tryLock(endpoint.org(), endpoint.id())).isPresent();
    }

    @Test
    void aCursorOfAnotherServersLogIsSetBack() {
        WebhookEndpoint endpoint = endpoint(Samples.tenant(store()), new EventId(4_000_000_000L, 7));
        store().webhooks().insert(endpoint);
        store().events().append(endpoint.org(), null, EventType.COMPLETED, Samples.NOW, Map.of());
        Clock clock = Clock.systemUTC();

        new FanOutEvents(store(), event -> "{}", Ids.timeOrdered(clock), clock).fanOut();

        assertThat(deliveries(store(), endpoint)).hasSize(1);
        assertThat(store().webhooks().withNews(10)).isEmpty();
    }

    @Test
    void anOpenTransactionHoldsItsEventsBackAndLosesNone() {
        WebhookEndpoint endpoint = endpoint(Samples.tenant(store()), EventId.START);
        store().webhooks().insert(endpoint);
        Store other = stores.open(settings -> settings);
        Clock clock = Clock.systemUTC();
        FanOutEvents fanOut = new FanOutEvents(other, event -> "{}", Ids.timeOrdered(clock), clock);

        store().transactions().run(() -> {
            store().events().append(endpoint.org(), null, EventType.COMPLETED, Samples.NOW, Map.of("n", 1));
            other.events().append(endpoint.org(), null, EventType.FAILED, Samples.NOW, Map.of("n", 2));
            fanOut.fanOut();
            assertThat(deliveries(other, endpoint))
                    .as("the younger one waits for the older one")
                    .isEmpty();
        });
        fanOut.fanOut();

        assertThat(deliveries(other, endpoint)).hasSize(2);
    }

    private static List<Delivery> deliveries(Store store, WebhookEndpoint endpoint) {
        return store.webhooks()
                .deliveries(endpoint.org(), endpoint.id(), null, PageRequest.first(5))
                .items();
    }
}
