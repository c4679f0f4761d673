package dev.atelier.app.provider;

import dev.atelier.app.http.Params;
import dev.atelier.app.http.Problem;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderAliases;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderRegistry;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.core.secret.SealedSecret;
import dev.atelier.core.secret.Secret;
import dev.atelier.core.secret.SecretBox;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds provider rows from requests: checks them, seals their secrets. */
final class ProviderRows {
    private static final int USUAL_PRIORITY = 100;
    private static final int LONGEST_OPTION = 2000;
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private final ProviderRegistry registry;
    private final SecretBox secrets;

    ProviderRows(ProviderRegistry registry, SecretBox secrets) {
        this.registry = registry;
        this.secrets = secrets;
    }

    ProviderConfig created(ProviderJson.Create wanted) {
        ProviderFactory adapter = registry.adapters().stream()
                .filter(factory -> factory.adapter().equals(ProviderAliases.adapter(wanted.adapter())))
                .findFirst()
                .orElseThrow(() -> Problem.unprocessable("/adapter", "not_allowed", "There is no such adapter."));
        if (!adapter.categories().contains(wanted.category())) {
            throw Problem.unprocessable("/category", "not_allowed", "The adapter does not serve this category.");
        }
        ProviderConfig bare = new ProviderConfig(
                Params.value("/id", wanted.id(), ProviderId::new),
                wanted.category(),
                adapter.adapter(),
                wanted.displayName(),
                baseUrl(wanted.baseUrl()),
                Params.value("/model", wanted.model(), ModelId::new),
                Objects.requireNonNullElse(wanted.priority(), USUAL_PRIORITY),
                Objects.requireNonNullElse(wanted.enabled(), true),
                options(Objects.requireNonNullElse(wanted.options(), Map.of())),
                null,
                null,
                1);
        return withSecrets(bare, wanted.apiKey(), wanted.webhookSecret());
    }

    ProviderConfig replaced(ProviderConfig before, ProviderJson.Replace wanted) {
        ProviderConfig bare = new ProviderConfig(
                before.id(),
                before.category(),
                before.adapter(),
                wanted.displayName(),
                baseUrl(wanted.baseUrl()),
                Params.value("/model", wanted.model(), ModelId::new),
                wanted.priority(),
                wanted.enabled(),
                options(wanted.options()),
                before.apiKey(),
                before.webhookSecret(),
                before.version() + 1);
        boolean sameHost = bare.secretContext("").equals(before.secretContext(""));
        // The secrets are bound to the old host: they could not be opened, and must not go to the new one.
        return withSecrets(sameHost ? bare : withSealed(bare, null, null), wanted.apiKey(), wanted.webhookSecret());
    }

    ProviderConfig enabled(ProviderConfig before, boolean enabled) {
        return with(before, before.priority(), enabled);
    }

    ProviderConfig atPriority(ProviderConfig before, int priority) {
        return with(before, priority, before.enabled());
    }

    /** The row as it would be with what an admin has typed; the stored secrets stay in it, bound to their host. */
    ProviderConfig tried(ProviderConfig stored, ProviderJson.Trial trial) {
        return new ProviderConfig(
                stored.id(),
                stored.category(),
                stored.adapter(),
                stored.displayName(),
                trial.baseUrl() == null ? stored.baseUrl() : baseUrl(trial.baseUrl()),
                trial.model() == null ? stored.model() : Params.value("/model", trial.model(), ModelId::new),
                stored.priority(),
                stored.enabled(),
                stored.options(),
                stored.apiKey(),
                null,
                stored.version());
    }

    private static ProviderConfig with(ProviderConfig before, int priority, boolean enabled) {
        return new ProviderConfig(
                before.id(),
                before.category(),
                before.adapter(),
                before.displayName(),
                before.baseUrl(),
                before.model(),
                priority,
                enabled,
                before.options(),
                before.apiKey(),
                before.webhookSecret(),
                before.version() + 1);
    }

    private ProviderConfig withSecrets(ProviderConfig row, @Nullable String apiKey, @Nullable String webhookSecret) {
        return withSealed(
                row,
                sealed(row, "apiKey", apiKey, row.apiKey()),
                sealed(row, "webhookSecret", webhookSecret, row.webhookSecret()));
    }

    private static ProviderConfig withSealed(
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
                row.version());
    }

    private @Nullable SealedSecret sealed(
            ProviderConfig row, String field, @Nullable String typed, @Nullable SealedSecret stored) {
        return typed == null
                ? stored
                : secrets.seal(Params.value("/" + field, typed, Secret::of), row.secretContext(field));
    }

    private static @Nullable URI baseUrl(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            URI uri = new URI(text);
            boolean good = uri.getScheme() != null
                    && SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null;
            if (good) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Refused below.
        }
        throw Problem.malformed(
                "/baseUrl", "invalid", "An http or https address without user, query and fragment is wanted.");
    }

    private static Map<String, String> options(Map<String, String> options) {
        options.forEach((name, value) -> {
            if (name.isBlank() || name.length() > 64 || value.length() > LONGEST_OPTION) {
                throw Problem.malformed(
                        "/options", "too_large", "An option has a name of 64 and a value of 2000 characters.");
            }
        });
        return options;
    }
}
