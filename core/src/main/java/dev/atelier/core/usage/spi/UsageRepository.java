package dev.atelier.core.usage.spi;

import dev.atelier.core.usage.ProviderHealth;
import dev.atelier.core.usage.UsageLine;
import dev.atelier.core.usage.UsageQuery;
import java.time.Instant;
import java.util.List;

/**
 * Sums over what the ledger and the generations already say; nothing is written for it. Thread-safe; joins the caller's
 * transaction. Every implementation passes {@code UsageRepositoryContract}.
 */
public interface UsageRepository {
    /** The groups in which something was used, by key. Costs a pass over the org's charges and generations of that time. */
    List<UsageLine> usage(UsageQuery query);

    /**
     * How each provider did for the generations that all orgs asked for since then, by id. Providers without a call are left out.
     * Costs a pass over those generations.
     */
    List<ProviderHealth> health(Instant since);
}
