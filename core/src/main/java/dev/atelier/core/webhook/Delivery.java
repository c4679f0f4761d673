package dev.atelier.core.webhook;

import dev.atelier.core.account.OrgId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one endpoint.
 *
 * @param eventId the event's place in the log, or a name of its own for a test
 * @param payload the body, the same bytes with every try
 * @param attempts oldest first
 * @param spared how many of the attempts are not counted: those before it was sent anew by hand
 * @param nextAttemptAt when it is tried; while it is being sent, when somebody else may try; null unless it is pending
 */
public record Delivery(
        DeliveryId id,
        OrgId org,
        WebhookEndpointId endpoint,
        String eventId,
        String eventType,
        String payload,
        DeliveryState state,
        List<DeliveryAttempt> attempts,
        int spared,
        @Nullable Instant nextAttemptAt,
        Instant createdAt) {
    public Delivery {
        attempts = List.copyOf(attempts);
        if ((state == DeliveryState.PENDING) != (nextAttemptAt != null)) {
            throw new IllegalArgumentException("a delivery has a next attempt if and only if it is pending");
        }
    }

    /** A new one that is due at once. */
    static Delivery of(
            DeliveryId id, WebhookEndpoint endpoint, String eventId, String type, String payload, Instant now) {
        return new Delivery(
                id,
                endpoint.org(),
                endpoint.id(),
                eventId,
                type,
                payload,
                DeliveryState.PENDING,
                List.of(),
                0,
                now,
                now);
    }

    /** How many tries count towards the last one. */
    int counted() {
        return attempts.size() - spared;
    }

    Delivery after(DeliveryAttempt attempt, DeliveryState next, @Nullable Instant again) {
        List<DeliveryAttempt> all = new ArrayList<>(attempts);
        all.add(attempt);
        return new Delivery(id, org, endpoint, eventId, eventType, payload, next, all, spared, again, createdAt);
    }

    /** Due at once, with all its tries before it. */
    Delivery anew(Instant now) {
        return new Delivery(
                id,
                org,
                endpoint,
                eventId,
                eventType,
                payload,
                DeliveryState.PENDING,
                attempts,
                attempts.size(),
                now,
                createdAt);
    }

    /** Leaves the payload out. */
    @Override
    public String toString() {
        return "Delivery[" + id + " " + eventType + " " + state + "]";
    }
}
