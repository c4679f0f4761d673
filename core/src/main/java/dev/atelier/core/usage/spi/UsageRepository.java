package dev.atelier.core.usage.spi;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.usage.ModelCost;
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
     * What a model was expected to cost and what it did, over the runs that the org asked for in this time.
     *
     * @param model the one that was asked for, whoever made the results in the end
     */
    ModelCost modelCost(OrgId org, ModelId model, Instant from, Instant to);

    /**
     * How each provider did for the generations that all orgs asked for since then, by id. Providers without a call are left out.
     * Costs a pass over those generations.
     */
    List<ProviderHealth> health(Instant since);
}
