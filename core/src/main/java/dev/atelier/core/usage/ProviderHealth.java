package dev.atelier.core.usage;

import dev.atelier.core.provider.ProviderId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a provider did.
 *
 * @param calls orders that were sent, and answers that were asked for
 * @param failures calls that failed, for whatever reason
 * @param p50Ms half of the calls that went well took this long at most, from the sending to the end; null if none went well
 * @param p95Ms likewise for 19 calls of 20
 * @param lastError without secrets; null if nothing failed
 * @param lastErrorAt when that was, or when its generation started; null if nothing failed
 */
public record ProviderHealth(
        ProviderId id,
        long calls,
        long failures,
        @Nullable Long p50Ms,
        @Nullable Long p95Ms,
        @Nullable String lastError,
        @Nullable Instant lastErrorAt) {

    public static ProviderHealth unused(ProviderId id) {
        return new ProviderHealth(id, 0, 0, null, null, null, null);
    }
}
