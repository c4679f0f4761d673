package dev.atelier.core.webhook;

import java.util.UUID;

/** Names one delivery; receivers see it as {@code webhook-id}, the same with every try. */
public record DeliveryId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
