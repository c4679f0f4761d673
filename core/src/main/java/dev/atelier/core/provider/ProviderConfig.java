package dev.atelier.core.provider;

import dev.atelier.core.secret.SealedSecret;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One configured provider: a row that admins edit, in effect for the next request.
 *
 * @param adapter which {@link dev.atelier.core.provider.spi.ProviderFactory} speaks to it, such as {@code kie}
 * @param baseUrl null for the vendor's own address; changing it makes the stored key unreadable
 * @param model the model used when a request names none
 * @param priority lower goes first; ties by id
 * @param options adapter-specific settings that are no secrets
 * @param apiKey null if the adapter needs none or it was not given yet
 * @param webhookSecret checks the vendor's callbacks; null if the vendor does not sign
 * @param version raised by one with every change
 */
public record ProviderConfig(
        ProviderId id,
        Category category,
        String adapter,
        String displayName,
        @Nullable URI baseUrl,
        ModelId model,
        int priority,
        boolean enabled,
        Map<String, String> options,
        @Nullable SealedSecret apiKey,
        @Nullable SealedSecret webhookSecret,
        long version) {
    public ProviderConfig {
        options = Map.copyOf(options);
    }

    /** What a secret of this row is bound to: owner, row, field and host. */
    public String secretContext(String field) {
        return "v1|provider|platform|" + id + "|" + field + "|" + (baseUrl == null ? adapter : baseUrl.getHost());
    }
}
