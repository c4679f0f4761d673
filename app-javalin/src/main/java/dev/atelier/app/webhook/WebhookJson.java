package dev.atelier.app.webhook;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.atelier.app.http.Bounds;
import dev.atelier.core.webhook.Delivery;
import dev.atelier.core.webhook.DeliveryAttempt;
import dev.atelier.core.webhook.DeliveryTrouble;
import dev.atelier.core.webhook.WebhookEndpoint;
import dev.atelier.core.webhook.WebhookSecret;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Requests and answers of the webhook routes. A secret comes out once, when it is made; then its last four characters. */
final class WebhookJson {
    static final int MOST_URL = 2_048;
    static final int MOST_DESCRIPTION = 500;
    static final int MOST_TYPES = 50;

    private WebhookJson() {}

    record Create(
            @Bounds(min = 1, max = MOST_URL) String url,
            @Bounds(max = MOST_DESCRIPTION) @Nullable String description,
            @Bounds(max = MOST_TYPES) @Nullable List<String> eventTypes,
            @Nullable Boolean enabled) {}

    /** What is left out stays as it is. */
    record Patch(
            @Bounds(min = 1, max = MOST_URL) @Nullable String url,
            @Bounds(max = MOST_DESCRIPTION) @Nullable String description,
            @Bounds(max = MOST_TYPES) @Nullable List<String> eventTypes,
            @Nullable Boolean enabled) {}

    /** @param overlapSeconds how long the secrets of before sign along; a day if it is not said */
    record Rotate(@Bounds(min = 0, max = 604_800) @Nullable Integer overlapSeconds) {}

    /** A body without fields. */
    record Nothing() {}

    record SecretView(
            String id,
            String hint,
            Instant createdAt,
            @Nullable Instant expiresAt) {
        static SecretView of(WebhookSecret secret) {
            return new SecretView(
                    secret.id().toString(), secret.sealed().lastFour(), secret.createdAt(), secret.expiresAt());
        }
    }

    record EndpointView(
            String id,
            String url,
            String description,
            List<String> eventTypes,
            boolean enabled,
            @Nullable String disabledReason,
            List<SecretView> secrets,
            Instant createdAt,
            @Nullable Instant lastDeliveryAt,
            @Nullable Integer lastStatus,
            long version) {
        static EndpointView of(WebhookEndpoint endpoint, Instant now) {
            return new EndpointView(
                    endpoint.id().toString(),
                    endpoint.url().toString(),
                    endpoint.description(),
                    endpoint.sortedTypes(),
                    endpoint.enabled(),
                    endpoint.disabledReason(),
                    endpoint.secrets().stream()
                            .filter(secret -> secret.signs(now))
                            .map(SecretView::of)
                            .toList(),
                    endpoint.createdAt(),
                    endpoint.health().lastDeliveryAt(),
                    endpoint.health().lastStatus(),
                    endpoint.version());
        }
    }

    /** Shown once. */
    record Created(EndpointView endpoint, String secret) {
        /** Leaves the secret out. */
        @Override
        public String toString() {
            return "Created[" + endpoint.id() + "]";
        }
    }

    /** Shown once. */
    record NewSecret(String secret) {
        /** Leaves the secret out. */
        @Override
        public String toString() {
            return "NewSecret[****]";
        }
    }

    record Queued(String deliveryId) {}

    record AttemptView(
            Instant at,
            @Nullable Integer status,
            long tookMs,
            @Nullable String trouble) {
        static AttemptView of(DeliveryAttempt attempt) {
            DeliveryTrouble trouble = attempt.trouble();
            return new AttemptView(
                    attempt.at(),
                    attempt.status(),
                    attempt.took().toMillis(),
                    trouble == null ? null : trouble.name().toLowerCase(Locale.ROOT));
        }
    }

    record DeliveryView(
            String id,
            String eventId,
            String eventType,
            String state,
            List<AttemptView> attempts,
            @Nullable Instant nextAttemptAt,
            Instant createdAt) {
        static DeliveryView of(Delivery delivery) {
            return new DeliveryView(
                    delivery.id().toString(),
                    delivery.eventId(),
                    delivery.eventType(),
                    delivery.state().name().toLowerCase(Locale.ROOT),
                    delivery.attempts().stream().map(AttemptView::of).toList(),
                    delivery.nextAttemptAt(),
                    delivery.createdAt());
        }
    }

    /** @param payload the very text that is sent */
    record WholeDelivery(
            String id,
            String eventId,
            String eventType,
            String state,
            List<AttemptView> attempts,
            @Nullable Instant nextAttemptAt,
            Instant createdAt,
            @JsonRawValue String payload) {
        static WholeDelivery of(Delivery delivery) {
            DeliveryView view = DeliveryView.of(delivery);
            return new WholeDelivery(
                    view.id(),
                    view.eventId(),
                    view.eventType(),
                    view.state(),
                    view.attempts(),
                    view.nextAttemptAt(),
                    view.createdAt(),
                    delivery.payload());
        }
    }
}
