package dev.atelier.providers.http;

import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderSettings;

/** Turns a key into a header value. */
public final class ApiKey {
    private ApiKey() {}

    /**
     * The key, fit for a header.
     *
     * @throws ProviderFailure of kind CREDENTIALS if there is none, or one that no header can hold: the HTTP library would quote
     *     it in its complaint
     */
    public static String of(ProviderSettings settings) {
        String key = settings.requireApiKey().reveal().strip();
        if (key.chars().anyMatch(c -> c <= ' ' || c >= 127)) {
            throw new ProviderFailure(
                    settings.id(),
                    FailureKind.CREDENTIALS,
                    settings.id() + ": the API key holds characters that no key has");
        }
        return key;
    }
}
