package dev.atelier.core.memory;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.event.EventId;
import dev.atelier.core.event.spi.EventLog;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import dev.atelier.core.webhook.Delivery;
import dev.atelier.core.webhook.DeliveryId;
import dev.atelier.core.webhook.DeliveryState;
import dev.atelier.core.webhook.WebhookEndpoint;
import dev.atelier.core.webhook.WebhookEndpointId;
import dev.atelier.core.webhook.spi.WebhookRepository;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Endpoints and deliveries by id. Transactions follow each other, so a lock is what everybody has. */
final class InMemoryWebhookRepository implements WebhookRepository {
    private final InMemoryDatabase database;
    private final EventLog events;
    private final InMemoryTable<WebhookEndpointId, WebhookEndpoint> endpoints;
    private final InMemoryTable<DeliveryId, Delivery> deliveries;

    InMemoryWebhookRepository(InMemoryDatabase database, EventLog events) {
        this.database = database;
        this.events = events;
        this.endpoints = new InMemoryTable<>(database, Comparator.comparing(WebhookEndpointId::value));
        this.deliveries = new InMemoryTable<>(database, Comparator.comparing(DeliveryId::value));
    }

    @Override
    public boolean insert(WebhookEndpoint endpoint) {
        return database.inTransaction(() -> {
            if (list(endpoint.org()).size() >= WebhookEndpoint.MOST) {
                return false;
            }
            endpoints.insert(endpoint.id(), endpoint, "webhook endpoint " + endpoint.id());
            return true;
        });
    }

    @Override
    public Optional<WebhookEndpoint> find(OrgId org, WebhookEndpointId endpoint) {
        return database.inTransaction(
                () -> endpoints.get(endpoint).filter(found -> found.org().equals(org)));
    }

    @Override
    public List<WebhookEndpoint> list(OrgId org) {
        return sorted(endpoint -> endpoint.org().equals(org));
    }

    @Override
    public List<WebhookEndpoint> all() {
        return sorted(endpoint -> true);
    }

    private List<WebhookEndpoint> sorted(Predicate<WebhookEndpoint> wanted) {
        return database.inTransaction(() -> endpoints.values().stream()
                .filter(wanted)
                .sorted(Comparator.comparing(WebhookEndpoint::createdAt)
                        .thenComparing(endpoint -> endpoint.id().value()))
                .toList());
    }

    @Override
    public Optional<WebhookEndpoint> lock(OrgId org, WebhookEndpointId endpoint) {
        return find(org, endpoint);
    }

    @Override
    public Optional<WebhookEndpoint> tryLock(OrgId org, WebhookEndpointId endpoint) {
        return find(org, endpoint);
    }

    @Override
    public boolean update(WebhookEndpoint endpoint, long expectedVersion) {
        return database.inTransaction(() -> {
            boolean stands = find(endpoint.org(), endpoint.id())
                    .filter(found -> found.version() == expectedVersion)
                    .isPresent();
            if (stands) {
                endpoints.put(endpoint.id(), endpoint);
            }
            return stands;
        });
    }

    @Override
    public void updateHealth(OrgId org, WebhookEndpointId id, WebhookEndpoint.Health health) {
        database.run(() ->
                find(org, id).ifPresent(endpoint -> endpoints.put(id, copy(endpoint, endpoint.cursor(), health))));
    }

    @Override
    public void moveCursor(OrgId org, WebhookEndpointId id, EventId cursor) {
        database.run(() ->
                find(org, id).ifPresent(endpoint -> endpoints.put(id, copy(endpoint, cursor, endpoint.health()))));
    }

    private static WebhookEndpoint copy(WebhookEndpoint endpoint, EventId cursor, WebhookEndpoint.Health health) {
        return new WebhookEndpoint(
                endpoint.id(),
                endpoint.org(),
                endpoint.url(),
                endpoint.description(),
                endpoint.eventTypes(),
                endpoint.enabled(),
                endpoint.disabledReason(),
                endpoint.secrets(),
                endpoint.createdAt(),
                cursor,
                health,
                endpoint.version());
    }

    @Override
    public boolean delete(OrgId org, WebhookEndpointId id) {
        return database.inTransaction(() -> {
            boolean there = find(org, id).isPresent();
            if (there) {
                endpoints.remove(id);
                of(org, id).map(Delivery::id).toList().forEach(deliveries::remove);
            }
            return there;
        });
    }

    @Override
    public List<Ref> withNews(int limit) {
        return database.inTransaction(() ->
                refs(endpoint -> events.latest(endpoint.org()).compareTo(endpoint.cursor()) > 0, limit));
    }

    @Override
    public List<Ref> due(Instant now, int limit) {
        return database.inTransaction(() ->
                refs(endpoint -> of(endpoint.org(), endpoint.id()).anyMatch(due(now)), limit));
    }

    private List<Ref> refs(Predicate<WebhookEndpoint> wanted, int limit) {
        return endpoints.values().stream()
                .filter(WebhookEndpoint::enabled)
                .filter(wanted)
                .map(endpoint ->
                        new Ref(endpoint.org(), endpoint.id(), endpoint.health().failingSince() != null))
                .sorted(Comparator.comparing(Ref::failing))
                .limit(limit)
                .toList();
    }

    @Override
    public void insertDelivery(Delivery delivery) {
        database.run(() -> {
            boolean there = of(delivery.org(), delivery.endpoint())
                    .anyMatch(other -> other.eventId().equals(delivery.eventId()));
            if (!there) {
                deliveries.insert(delivery.id(), delivery, "delivery " + delivery.id());
            }
        });
    }

    @Override
    public Optional<Delivery> claim(OrgId org, WebhookEndpointId endpoint, Instant now, Instant until) {
        return database.inTransaction(() -> {
            Optional<Delivery> next = of(org, endpoint)
                    .filter(due(now))
                    .min(Comparator.comparing((Delivery delivery) -> Objects.requireNonNull(delivery.nextAttemptAt()))
                            .thenComparing(delivery -> delivery.id().value()));
            next.ifPresent(delivery -> deliveries.put(delivery.id(), leased(delivery, until)));
            return next.map(delivery -> leased(delivery, until));
        });
    }

    private static Predicate<Delivery> due(Instant now) {
        return delivery ->
                delivery.nextAttemptAt() != null && !delivery.nextAttemptAt().isAfter(now);
    }

    private static Delivery leased(Delivery delivery, Instant until) {
        return copy(delivery, DeliveryState.PENDING, until);
    }

    private static Delivery copy(Delivery delivery, DeliveryState state, @Nullable Instant next) {
        return new Delivery(
                delivery.id(),
                delivery.org(),
                delivery.endpoint(),
                delivery.eventId(),
                delivery.eventType(),
                delivery.payload(),
                state,
                delivery.attempts(),
                delivery.spared(),
                next,
                delivery.createdAt());
    }

    @Override
    public Optional<Delivery> findDelivery(OrgId org, WebhookEndpointId endpoint, DeliveryId delivery) {
        return database.inTransaction(() -> deliveries
                .get(delivery)
                .filter(found -> found.org().equals(org) && found.endpoint().equals(endpoint)));
    }

    @Override
    public void updateDelivery(Delivery delivery) {
        database.run(() -> findDelivery(delivery.org(), delivery.endpoint(), delivery.id())
                .ifPresent(found -> deliveries.put(delivery.id(), delivery)));
    }

    @Override
    public void disableDeliveries(OrgId org, WebhookEndpointId endpoint) {
        database.run(() -> of(org, endpoint)
                .filter(delivery -> delivery.state() == DeliveryState.PENDING)
                .toList()
                .forEach(delivery -> deliveries.put(delivery.id(), copy(delivery, DeliveryState.DISABLED, null))));
    }

    @Override
    public Page<Delivery> deliveries(
            OrgId org, WebhookEndpointId endpoint, @Nullable DeliveryState state, PageRequest page) {
        return database.inTransaction(() -> Pages.of(
                of(org, endpoint).toList(),
                (Delivery delivery) -> state == null || delivery.state() == state,
                delivery -> new Pages.Place(delivery.createdAt(), delivery.id().toString()),
                Pages.NEWEST_FIRST,
                page));
    }

    @Override
    public int forgetBefore(Instant time) {
        return database.inTransaction(() -> {
            List<DeliveryId> old = deliveries.values().stream()
                    .filter(delivery -> delivery.createdAt().isBefore(time))
                    .map(Delivery::id)
                    .toList();
            old.forEach(deliveries::remove);
            return old.size();
        });
    }

    private Stream<Delivery> of(OrgId org, WebhookEndpointId endpoint) {
        return deliveries.values().stream()
                .filter(delivery ->
                        delivery.org().equals(org) && delivery.endpoint().equals(endpoint));
    }
}
