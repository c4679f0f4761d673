package dev.atelier.core.key;

import dev.atelier.core.account.Caller;
import dev.atelier.core.provider.ProviderConfig;
import org.jspecify.annotations.Nullable;

/**
 * Whose key a run would use with a vendor now; for quotes and estimates.
 *
 * @param hint the last four characters of an own key; null for the platform's, which is nobody's business
 * @param leftMicros what its cap leaves to spend, in millionths of a US dollar; null without a cap
 */
public record KeyInForce(
        KeySource source, @Nullable String hint, @Nullable Long leftMicros) {
    public static final KeyInForce PLATFORM = new KeyInForce(KeySource.PLATFORM, null, null);

    /** For this caller's next run on this row. */
    public static KeyInForce of(OwnKeys keys, Caller caller, ProviderConfig row) {
        // Like the registry: what somebody gave for the vendor is not sent to another address.
        return row.baseUrl() == null ? of(keys, caller, row.adapter()) : PLATFORM;
    }

    /** For this caller's next run with this adapter, at the vendor's own address. */
    public static KeyInForce of(OwnKeys keys, Caller caller, String adapter) {
        ProviderKey key = keys.inForce(caller).get(adapter);
        return key == null
                ? PLATFORM
                : new KeyInForce(
                        OwnKeys.source(key),
                        key.hint(),
                        key.terms().spendCapMicros() == null ? null : key.leftMicros());
    }
}
