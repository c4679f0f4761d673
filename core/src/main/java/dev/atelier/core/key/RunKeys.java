package dev.atelier.core.key;

import dev.atelier.core.account.OrgId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The own keys that one run uses, decided when it was accepted. An adapter that is not in here is used with the platform's key.
 *
 * @param org whose keys they are; null if there are none
 */
public record RunKeys(@Nullable OrgId org, Map<String, ProviderKeyId> byAdapter) {
    /** The platform's keys alone. */
    public static final RunKeys PLATFORM = new RunKeys(null, Map.of());

    public RunKeys {
        byAdapter = Map.copyOf(byAdapter);
        if (org == null && !byAdapter.isEmpty()) {
            throw new IllegalArgumentException("own keys are some org's");
        }
    }

    /** The own key for this adapter; empty for the platform's. */
    public Optional<ProviderKeyId> of(String adapter) {
        return Optional.ofNullable(byAdapter.get(adapter));
    }

    public boolean isEmpty() {
        return byAdapter.isEmpty();
    }
}
