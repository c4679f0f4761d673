package dev.atelier.app.cli;

import dev.atelier.app.Wiring;
import dev.atelier.core.Store;
import dev.atelier.core.audit.AuditAction;
import dev.atelier.core.audit.AuditChange;
import dev.atelier.core.audit.AuditDetails;
import dev.atelier.core.audit.AuditOrigin;
import dev.atelier.core.audit.AuditSubject;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.spi.ProviderConfigRepository;
import dev.atelier.core.secret.SealedSecret;
import dev.atelier.core.secret.SecretBox;
import dev.atelier.core.webhook.WebhookEndpoint;
import dev.atelier.core.webhook.WebhookSecret;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Wraps every sealed secret with the current master key; the secrets themselves are not opened. */
@Command(
        name = "rotate",
        description = "Re-wraps every sealed secret with the current master key, the first of"
                + " PROVIDER_KEY_ENCRYPTION_SECRET; the others may be dropped afterwards.",
        mixinStandardHelpOptions = true)
final class RotateCommand implements Callable<Integer> {
    private static final int TRIES = 5;

    private final AtelierCommand root;

    RotateCommand(AtelierCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        try (Wiring wiring = Wiring.open(root.config(), null)) {
            ProviderConfigRepository providers = wiring.store().providers();
            int moved = wiring.rewrapInstallationSecrets();
            int unreadable = 0;
            for (ProviderConfig row : providers.all()) {
                try {
                    moved += rewrap(providers, wiring.secretBox(), row);
                } catch (SecretBox.SecretUnreadable e) {
                    unreadable++;
                    root.err()
                            .println(row.id() + ": a secret does not open with the keys given; it was left as it is.");
                }
            }
            for (WebhookEndpoint endpoint : wiring.store().webhooks().all()) {
                try {
                    moved += rewrap(wiring.store(), wiring.secretBox(), endpoint);
                } catch (SecretBox.SecretUnreadable e) {
                    unreadable++;
                    root.err()
                            .println("webhook endpoint " + endpoint.id()
                                    + ": a secret does not open with the keys given; it was left as it is.");
                }
            }
            record(wiring, moved);
            root.out().println(moved + " secret(s) re-wrapped.");
            return unreadable == 0 ? Exit.OK : Exit.FAILED;
        }
    }

    // At the end: each secret is wrapped in a transaction of its own.
    private static void record(Wiring wiring, int moved) {
        if (moved > 0 && wiring.store().accounts().hasOwner()) {
            wiring.changes()
                    .record(
                            wiring.firstStart().owner().org(),
                            AuditOrigin.cli(),
                            AuditChange.made(
                                    AuditAction.MASTER_KEY_ROTATED,
                                    new AuditSubject("master_key", "current", "Master key"),
                                    AuditDetails.NONE.with("rewrapped", moved)));
        }
    }

    // An admin may edit the row meanwhile: read it anew and try again.
    private static int rewrap(ProviderConfigRepository providers, SecretBox box, ProviderConfig first) {
        ProviderConfig row = first;
        for (int i = 0; i < TRIES; i++) {
            SealedSecret key = rewrap(box, row, row.apiKey(), "apiKey");
            SealedSecret webhook = rewrap(box, row, row.webhookSecret(), "webhookSecret");
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
        throw new IllegalStateException("provider " + first.id() + " is edited all the time; try again later");
    }

    // Under the endpoint's lock, so that nobody edits it meanwhile.
    private static int rewrap(Store store, SecretBox box, WebhookEndpoint seen) {
        return store.transactions()
                .inTransaction(() -> store.webhooks()
                        .lock(seen.org(), seen.id())
                        .map(endpoint -> {
                            List<WebhookSecret> after = endpoint.secrets().stream()
                                    .map(secret -> new WebhookSecret(
                                            secret.id(),
                                            box.rewrap(
                                                    secret.sealed(),
                                                    WebhookSecret.context(endpoint.org(), endpoint.id(), secret.id())),
                                            secret.createdAt(),
                                            secret.expiresAt()))
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

    private static @Nullable SealedSecret rewrap(
            SecretBox box, ProviderConfig row, @Nullable SealedSecret sealed, String field) {
        return sealed == null ? null : box.rewrap(sealed, row.secretContext(field));
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
