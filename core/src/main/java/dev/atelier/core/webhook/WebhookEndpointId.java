package dev.atelier.core.webhook;

import java.util.UUID;

/** Names one endpoint. */
public record WebhookEndpointId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
