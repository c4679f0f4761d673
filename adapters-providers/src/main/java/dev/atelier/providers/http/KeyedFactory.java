package dev.atelier.providers.http;

import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.spi.ProviderFactory;
import java.time.Clock;
import java.util.Set;

/** The factory of an adapter that needs a key, and that has one free call by which the key is proved. */
public abstract class KeyedFactory implements ProviderFactory {
    private final String adapter;
    private final String apiKeyVariable;
    private final VendorFacts facts;
    private final GuardedHttp http;
    private final Clock clock;
    private final Set<Category> categories;

    /** @param apiKeyVariable the environment variable that overrides the key in development; blank if there is none */
    protected KeyedFactory(
            String adapter,
            String apiKeyVariable,
            VendorFacts facts,
            GuardedHttp http,
            Clock clock,
            Category... categories) {
        this.adapter = adapter;
        this.apiKeyVariable = apiKeyVariable;
        this.facts = facts;
        this.http = http;
        this.clock = clock;
        this.categories = Set.of(categories);
    }

    protected final VendorAccount account(ProviderSettings settings) {
        return new VendorAccount(facts, settings, http, clock);
    }

    /** Makes the free call; throws if the key is refused or the vendor out of reach. */
    protected abstract void prove(VendorAccount account);

    @Override
    public final String adapter() {
        return adapter;
    }

    @Override
    public final String apiKeyVariable() {
        return apiKeyVariable;
    }

    @Override
    public final Set<Category> categories() {
        return categories;
    }

    @Override
    public final boolean needsApiKey() {
        return true;
    }

    @Override
    public final ConnectionCheck check(Category category, ProviderSettings settings) {
        try {
            prove(account(settings));
            return new ConnectionCheck(true, settings.displayName() + " accepts the key.");
        } catch (ProviderFailure e) {
            return new ConnectionCheck(false, e.kind().sentence() + " (" + e.getMessage() + ")");
        }
    }
}
