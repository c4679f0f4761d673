package dev.atelier.core.secret;

import dev.atelier.core.Store;
import dev.atelier.core.key.ProviderKey;
import dev.atelier.core.key.ProviderKeyId;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.spi.ProviderConfigRepository;
import dev.atelier.core.webhook.WebhookEndpoint;
import dev.atelier.core.webhook.WebhookSecret;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Wraps what other master keys wrap with the current one, while servers go on reading and writing: the platform's keys, own keys, and
 * the secrets of webhooks. The secrets themselves are not opened. May be stopped and begun again at any time. Thread-safe.
 */
public final class RewrapSecrets {
    private static final int TRIES = 5;
    private static final int BATCH = 200;

    private final Store store;
    private final SecretBox box;

    public RewrapSecrets(Store store, SecretBox box) {
        this.store = store;
        this.box = box;
    }

    /**
     * What was done.
     *
     * @param moved secrets that the current master key wraps now, and did not before
     * @param unreadable where secrets lie that do not open with the master keys given; they were left as they are
     */
    public record Report(int moved, List<String> unreadable) {
        public Report {
            unreadable = List.copyOf(unreadable);
        }
    }

    /** Goes over everything once; each row is a transaction of its own. */
    public Report run() {
        List<String> unreadable = new ArrayList<>();
        int moved = 0;
        for (ProviderConfig row : store.providers().all()) {
            moved += counted("provider " + row.id(), unreadable, () -> rewrap(row));
        }
        for (WebhookEndpoint endpoint : store.webhooks().all()) {
            moved += counted("webhook endpoint " + endpoint.id(), unreadable, () -> rewrap(endpoint));
        }
        ProviderKeyId last = null;
        for (List<ProviderKey> batch = store.providerKeys().after(null, BATCH);
                !batch.isEmpty();
                batch = store.providerKeys().after(last, BATCH)) {
            for (ProviderKey key : batch) {
                moved += counted("own key " + key.id(), unreadable, () -> rewrap(key));
                last = key.id();
            }
        }
        return new Report(moved, unreadable);
    }

    private interface Work {
        int run();
    }

    private static int counted(String what, List<String> unreadable, Work work) {
        try {
            return work.run();
        } catch (SecretBox.SecretUnreadable e) {
            unreadable.add(what);
            return 0;
        }
    }

    // Somebody may edit the row meanwhile: read it anew and try again.
    private int rewrap(ProviderConfig first) {
        ProviderConfigRepository providers = store.providers();
        ProviderConfig row = first;
        for (int i = 0; i < TRIES; i++) {
            SealedSecret key = rewrap(row, row.apiKey(), "apiKey");
            SealedSecret webhook = rewrap(row, row.webhookSecret(), "webhookSecret");
            int changed = (Objects.equals(key, row.apiKey()) ? 0 : 1)
                    + (Objects.equals(webhook, row.webhookSecret()) ? 0 : 1);
            if (changed == 0 || providers.update(with(row, key, webhook), row.version())) {
                return changed;
            }
            row = providers.find(row.id()).orElse(null);
            if (row == null) {
                return 0;
            }
        }
        throw busy("provider " + first.id());
    }

    private int rewrap(ProviderKey first) {
        Optional<ProviderKey> key = Optional.of(first);
        for (int i = 0; i < TRIES && key.isPresent(); i++) {
            ProviderKey now = key.get();
            SealedSecret after = box.rewrap(now.secret(), now.secretContext());
            if (after.equals(now.secret())) {
                return 0;
            }
            if (store.providerKeys().reseal(now, after)) {
                return 1;
            }
            key = store.providerKeys().find(now.org(), now.id());
        }
        if (key.isPresent()) {
            throw busy("own key " + first.id());
        }
        return 0;
    }

    // Under the endpoint's lock, so that nobody edits it meanwhile.
    private int rewrap(WebhookEndpoint seen) {
        return store.transactions()
                .inTransaction(() -> store.webhooks()
                        .lock(seen.org(), seen.id())
                        .map(endpoint -> {
                            List<WebhookSecret> after = endpoint.secrets().stream()
                                    .map(secret -> rewrap(endpoint, secret))
                                    .toList();
                            int changed = (int) after.stream()
                                    .filter(secret -> !endpoint.secrets().contains(secret))
                                    .count();
                            if (changed > 0) {
                                store.webhooks().update(endpoint.rewrapped(after), endpoint.version());
                            }
                            return changed;
                        })
                        .orElse(0));
    }

    private WebhookSecret rewrap(WebhookEndpoint endpoint, WebhookSecret secret) {
        String context = WebhookSecret.context(endpoint.org(), endpoint.id(), secret.id());
        return new WebhookSecret(
                secret.id(), box.rewrap(secret.sealed(), context), secret.createdAt(), secret.expiresAt());
    }

    private @Nullable SealedSecret rewrap(ProviderConfig row, @Nullable SealedSecret sealed, String field) {
        return sealed == null ? null : box.rewrap(sealed, row.secretContext(field));
    }

    private static IllegalStateException busy(String what) {
        return new IllegalStateException(what + " is edited all the time; try again later");
    }

    private static ProviderConfig with(
            ProviderConfig row, @Nullable SealedSecret apiKey, @Nullable SealedSecret webhookSecret) {
        return new ProviderConfig(
                row.id(),
                row.category(),
                row.adapter(),
                row.displayName(),
                row.baseUrl(),
                row.model(),
                row.priority(),
                row.enabled(),
                row.options(),
                apiKey,
                webhookSecret,
                row.version() + 1);
    }
}
