package dev.atelier.core.provider;

import dev.atelier.core.secret.Secret;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an adapter is built from: a {@link ProviderConfig} with its secrets opened.
 *
 * @param baseUrl null for the vendor's own address
 */
public record ProviderSettings(
        ProviderId id,
        String displayName,
        @Nullable URI baseUrl,
        ModelId model,
        Map<String, String> options,
        @Nullable Secret apiKey,
        @Nullable Secret webhookSecret) {
    public ProviderSettings {
        options = Map.copyOf(options);
    }

    /**
     * The key.
     *
     * @throws ProviderFailure of kind CREDENTIALS if none was given
     */
    public Secret requireApiKey() {
        if (apiKey == null) {
            throw new ProviderFailure(id, FailureKind.CREDENTIALS, "no API key is set for provider " + id);
        }
        return apiKey;
    }
}
