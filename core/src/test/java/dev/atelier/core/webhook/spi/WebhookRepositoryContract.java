package dev.atelier.core.webhook.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.Store;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.event.EventId;
import dev.atelier.core.event.EventType;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.fakes.Together;
import dev.atelier.core.secret.SealedSecret;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import dev.atelier.core.webhook.Delivery;
import dev.atelier.core.webhook.DeliveryAttempt;
import dev.atelier.core.webhook.DeliveryId;
import dev.atelier.core.webhook.DeliveryState;
import dev.atelier.core.webhook.DeliveryTrouble;
import dev.atelier.core.webhook.WebhookEndpoint;
import dev.atelier.core.webhook.WebhookEndpointId;
import dev.atelier.core.webhook.WebhookSecret;
import dev.atelier.core.webhook.spi.WebhookRepository.Ref;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link WebhookRepository} promises. */
public abstract class WebhookRepositoryContract {
    private static final Instant NOW = Samples.NOW;

    private WebhookRepository webhooks;
    private Samples.Tenant tenant;
    private WebhookEndpoint endpoint;

    /** The same store during one test. */
    protected abstract Store store();

    @BeforeEach
    void makeEndpoint() {
        webhooks = store().webhooks();
        tenant = Samples.tenant(store());
        endpoint = endpoint(tenant, EventId.START);
    }

    /** An enabled endpoint with two secrets; not stored. */
    protected static WebhookEndpoint endpoint(Samples.Tenant tenant, EventId cursor) {
        return new WebhookEndpoint(
                new WebhookEndpointId(UUID.randomUUID()),
                tenant.id(),
                URI.create("https://receiver.example/hooks?for=atelier"),
                "Our \"CRM\" ü",
                Set.of(EventType.COMPLETED, EventType.FAILED),
                true,
                null,
                List.of(secret(NOW, null), secret(NOW.minusSeconds(60), NOW.plusSeconds(60))),
                NOW,
                cursor,
                WebhookEndpoint.Health.UNKNOWN,
                1);
    }

    private static WebhookSecret secret(Instant createdAt, @Nullable Instant expiresAt) {
        return new WebhookSecret(UUID.randomUUID(), new SealedSecret("c2VhbGVk", "k1", "wxyz"), createdAt, expiresAt);
    }

    private Delivery delivery(String eventId, Instant createdAt) {
        return delivery(eventId, DeliveryState.PENDING, createdAt, createdAt);
    }

    private Delivery delivery(String eventId, DeliveryState state, @Nullable Instant next, Instant createdAt) {
        return new Delivery(
                new DeliveryId(UUID.randomUUID()),
                tenant.id(),
                endpoint.id(),
                eventId,
                EventType.COMPLETED,
                "{\"type\": \"generation.completed\"}",
                state,
                List.of(),
                0,
                next,
                createdAt);
    }

    private static Delivery with(
            Delivery delivery, DeliveryState state, @Nullable Instant next, DeliveryAttempt... attempts) {
        return new Delivery(
                delivery.id(),
                delivery.org(),
                delivery.endpoint(),
                delivery.eventId(),
                delivery.eventType(),
                delivery.payload(),
                state,
                List.of(attempts),
                1,
                next,
                delivery.createdAt());
    }

    private Ref ref(boolean failing) {
        return new Ref(tenant.id(), endpoint.id(), failing);
    }

    @Test
    void whatIsWrittenIsReadBack() {
        webhooks.insert(endpoint);
        WebhookEndpoint second = endpoint(tenant, new EventId(7, 9));
        webhooks.insert(second);

        assertThat(webhooks.find(tenant.id(), endpoint.id())).contains(endpoint);
        assertThat(webhooks.lock(tenant.id(), second.id())).contains(second);
        assertThat(webhooks.list(tenant.id())).containsExactlyInAnyOrder(endpoint, second);
        assertThat(webhooks.all()).contains(endpoint, second);
    }

    @Test
    void anUpdateNeedsTheVersionThatWasRead() {
        webhooks.insert(endpoint);
        WebhookEndpoint changed = new WebhookEndpoint(
                endpoint.id(),
                endpoint.org(),
                URI.create("https://elsewhere.example/"),
                "",
                Set.of(),
                false,
                "Every try failed.",
                List.of(secret(NOW, null)),
                NOW,
                new EventId(3, 4),
                new WebhookEndpoint.Health(NOW, NOW.plusSeconds(1), 500),
                2);

        assertThat(webhooks.update(changed, 7)).isFalse();
        assertThat(webhooks.find(tenant.id(), endpoint.id())).contains(endpoint);
        assertThat(webhooks.update(changed, 1)).isTrue();
        assertThat(webhooks.find(tenant.id(), endpoint.id())).contains(changed);
    }

    @Test
    void theLastPlaceIsGivenOnce() throws Exception {
        for (int i = 1; i < WebhookEndpoint.MOST; i++) {
            assertThat(webhooks.insert(endpoint(tenant, EventId.START))).isTrue();
        }
        assertThat(webhooks.insert(endpoint(Samples.tenant(store()), EventId.START)))
                .isTrue();

        List<Boolean> taken = Together.run(4, number -> webhooks.insert(endpoint(tenant, EventId.START)));

        assertThat(taken).containsOnlyOnce(true);
        assertThat(webhooks.list(tenant.id())).hasSize(WebhookEndpoint.MOST);
    }

    @Test
    void anotherOrgFindsChangesAndDeletesNothing() {
        webhooks.insert(endpoint);
        Delivery delivery = delivery("1.1", NOW);
        webhooks.insertDelivery(delivery);
        OrgId other = Samples.tenant(store()).id();

        assertThat(webhooks.find(other, endpoint.id())).isEmpty();
        assertThat(webhooks.lock(other, endpoint.id())).isEmpty();
        assertThat(webhooks.tryLock(other, endpoint.id())).isEmpty();
        assertThat(webhooks.list(other)).isEmpty();
        assertThat(webhooks.delete(other, endpoint.id())).isFalse();
        assertThat(webhooks.claim(other, endpoint.id(), NOW, NOW.plusSeconds(60)))
                .isEmpty();
        assertThat(webhooks.findDelivery(other, endpoint.id(), delivery.id())).isEmpty();
        assertThat(webhooks.deliveries(other, endpoint.id(), null, PageRequest.first(5))
                        .items())
                .isEmpty();
        webhooks.disableDeliveries(other, endpoint.id());
        webhooks.moveCursor(other, endpoint.id(), new EventId(9, 9));
        assertThat(webhooks.find(tenant.id(), endpoint.id())).contains(endpoint);
        assertThat(webhooks.findDelivery(tenant.id(), endpoint.id(), delivery.id()))
                .contains(delivery);
    }

    @Test
    void deletingTakesTheDeliveriesAlong() {
        webhooks.insert(endpoint);
        Delivery delivery = delivery("1.1", NOW);
        webhooks.insertDelivery(delivery);

        assertThat(webhooks.delete(tenant.id(), endpoint.id())).isTrue();
        assertThat(webhooks.delete(tenant.id(), endpoint.id())).isFalse();
        assertThat(webhooks.find(tenant.id(), endpoint.id())).isEmpty();
        assertThat(webhooks.findDelivery(tenant.id(), endpoint.id(), delivery.id()))
                .isEmpty();
    }

    @Test
    void thereIsNewsBehindTheCursorForEnabledEndpointsOfThatOrg() {
        webhooks.insert(endpoint);
        WebhookEndpoint elsewhere = endpoint(Samples.tenant(store()), EventId.START);
        webhooks.insert(elsewhere);
        assertThat(webhooks.withNews(10)).isEmpty();

        store().events().append(tenant.id(), null, EventType.STAGE, NOW, Map.of());

        assertThat(webhooks.withNews(10)).containsExactly(ref(false));
        webhooks.moveCursor(tenant.id(), endpoint.id(), store().events().latest(tenant.id()));
        assertThat(webhooks.withNews(10)).isEmpty();
        assertThat(webhooks.find(tenant.id(), endpoint.id()).orElseThrow().version())
                .isEqualTo(1);
    }

    @Test
    void anEventIsDeliveredToAnEndpointOnce() {
        webhooks.insert(endpoint);
        Delivery first = delivery("5.6", NOW);
        webhooks.insertDelivery(first);
        webhooks.insertDelivery(delivery("5.6", NOW.plusSeconds(1)));

        assertThat(webhooks.deliveries(tenant.id(), endpoint.id(), null, PageRequest.first(5))
                        .items())
                .containsExactly(first);
    }

    @Test
    void whatIsClaimedIsDueAgainWhenTheClaimEnds() {
        webhooks.insert(endpoint);
        Delivery later = delivery("1.2", NOW.plusSeconds(1));
        Delivery sooner = delivery("1.1", NOW);
        webhooks.insertDelivery(later);
        webhooks.insertDelivery(sooner);
        assertThat(webhooks.due(NOW.minusSeconds(1), 10)).isEmpty();
        assertThat(webhooks.due(NOW, 10)).containsExactly(ref(false));

        Instant until = NOW.plusSeconds(60);
        assertThat(webhooks.claim(tenant.id(), endpoint.id(), NOW, until).map(Delivery::id))
                .contains(sooner.id());
        assertThat(webhooks.claim(tenant.id(), endpoint.id(), NOW, until)).isEmpty();
        assertThat(webhooks.due(NOW, 10)).isEmpty();

        assertThat(webhooks.claim(tenant.id(), endpoint.id(), until, until.plusSeconds(60))
                        .map(Delivery::id))
                .contains(later.id());
        assertThat(webhooks.claim(tenant.id(), endpoint.id(), until, until.plusSeconds(60)))
                .hasValueSatisfying(again -> {
                    assertThat(again.id()).isEqualTo(sooner.id());
                    assertThat(again.nextAttemptAt()).isEqualTo(until.plusSeconds(60));
                });
    }

    @Test
    void manyClaimantsNeverGetTheSame() throws Exception {
        webhooks.insert(endpoint);
        for (int i = 0; i < 6; i++) {
            webhooks.insertDelivery(delivery("2." + i, NOW));
        }

        List<String> claimed = Together.run(
                6,
                number -> webhooks.claim(tenant.id(), endpoint.id(), NOW, NOW.plusSeconds(60))
                        .map(delivery -> delivery.id().toString())
                        .orElse("none " + number));

        assertThat(claimed).doesNotHaveDuplicates();
    }

    @Test
    void attemptsAreKeptInOrderAndHealthIsNoted() {
        webhooks.insert(endpoint);
        Delivery delivery = delivery("1.1", NOW);
        webhooks.insertDelivery(delivery);
        DeliveryAttempt hung = new DeliveryAttempt(1, NOW, null, Duration.ofMillis(15_000), DeliveryTrouble.TIMEOUT);
        DeliveryAttempt refused =
                new DeliveryAttempt(2, NOW.plusSeconds(5), 503, Duration.ofMillis(12), DeliveryTrouble.STATUS);
        DeliveryAttempt taken = new DeliveryAttempt(3, NOW.plusSeconds(9), 204, Duration.ofMillis(3), null);

        Delivery failed = with(delivery, DeliveryState.PENDING, NOW.plusSeconds(9), hung, refused);
        webhooks.updateDelivery(failed);
        assertThat(webhooks.findDelivery(tenant.id(), endpoint.id(), delivery.id()))
                .contains(failed);
        Delivery arrived = with(delivery, DeliveryState.DELIVERED, null, hung, refused, taken);
        webhooks.updateDelivery(arrived);
        assertThat(webhooks.findDelivery(tenant.id(), endpoint.id(), delivery.id()))
                .contains(arrived);
        assertThat(webhooks.due(NOW.plusSeconds(100), 10)).isEmpty();

        var health = new WebhookEndpoint.Health(NOW, NOW.plusSeconds(5), 503);
        webhooks.updateHealth(tenant.id(), endpoint.id(), health);
        assertThat(webhooks.find(tenant.id(), endpoint.id()).orElseThrow().health())
                .isEqualTo(health);
        webhooks.insertDelivery(delivery("1.2", NOW));
        assertThat(webhooks.due(NOW, 10)).containsExactly(ref(true));
    }

    @Test
    void whatIsPendingEndsWithItsEndpoint() {
        webhooks.insert(endpoint);
        Delivery pending = delivery("1.1", NOW);
        Delivery done = delivery("1.2", DeliveryState.DELIVERED, null, NOW);
        webhooks.insertDelivery(pending);
        webhooks.insertDelivery(done);

        webhooks.disableDeliveries(tenant.id(), endpoint.id());

        assertThat(webhooks.findDelivery(tenant.id(), endpoint.id(), pending.id())
                        .orElseThrow()
                        .state())
                .isEqualTo(DeliveryState.DISABLED);
        assertThat(webhooks.findDelivery(tenant.id(), endpoint.id(), done.id())).contains(done);
        assertThat(webhooks.due(NOW.plusSeconds(100), 10)).isEmpty();
    }

    @Test
    void deliveriesComeInPagesNewestFirstAndByState() {
        webhooks.insert(endpoint);
        Delivery old = delivery("1.1", NOW);
        Delivery middle = delivery("1.2", DeliveryState.FAILED, null, NOW.plusSeconds(1));
        Delivery young = delivery("1.3", NOW.plusSeconds(2));
        List.of(old, middle, young).forEach(webhooks::insertDelivery);

        Page<Delivery> first = webhooks.deliveries(tenant.id(), endpoint.id(), null, PageRequest.first(2));
        assertThat(first.items()).containsExactly(young, middle);
        Page<Delivery> second =
                webhooks.deliveries(tenant.id(), endpoint.id(), null, new PageRequest(2, first.nextCursor()));
        assertThat(second.items()).containsExactly(old);
        assertThat(second.nextCursor()).isNull();
        assertThat(webhooks.deliveries(tenant.id(), endpoint.id(), DeliveryState.FAILED, PageRequest.first(5))
                        .items())
                .containsExactly(middle);
    }

    @Test
    void oldDeliveriesAreForgotten() {
        webhooks.insert(endpoint);
        Delivery old = with(
                delivery("1.1", NOW),
                DeliveryState.DELIVERED,
                null,
                new DeliveryAttempt(1, NOW, 200, Duration.ZERO, null));
        Delivery young = delivery("1.2", NOW.plusSeconds(1));
        webhooks.insertDelivery(old);
        webhooks.insertDelivery(young);

        assertThat(webhooks.forgetBefore(NOW.plusSeconds(1))).isEqualTo(1);

        assertThat(webhooks.deliveries(tenant.id(), endpoint.id(), null, PageRequest.first(5))
                        .items())
                .containsExactly(young);
    }
}
