package dev.atelier.core.memory;

import dev.atelier.core.Store;
import dev.atelier.core.webhook.spi.WebhookRepositoryContract;

class InMemoryWebhookRepositoryTest extends WebhookRepositoryContract {
    private final InMemoryStore store = InMemoryStore.create();

    @Override
    protected Store store() {
        return store;
    }
}
