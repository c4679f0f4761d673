package dev.atelier.core.key;

import dev.atelier.core.Store;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.key.spi.ProviderKeyRepository;
import dev.atelier.core.provider.KeyedProviders;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderRegistry;
import java.time.Clock;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The providers as a run uses them: with the keys that were decided when it was accepted, whoever asks and however often. Thread-safe.
 */
public final class RunProviders {
    private static final int MOST_REMEMBERED = 20_000;

    private final ProviderKeyRepository keys;
    private final ProviderRegistry registry;
    private final OwnKeys ownKeys;

    // Runs that use no own key never will: most runs, which so need not be asked about at every step.
    private final Set<GenerationId> withoutOwn = Collections.synchronizedSet(
            Collections.newSetFromMap(new LinkedHashMap<GenerationId, Boolean>(256, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<GenerationId, Boolean> eldest) {
                    return size() > MOST_REMEMBERED;
                }
            }));

    public RunProviders(Store store, ProviderRegistry registry, Clock clock) {
        this.keys = store.providerKeys();
        this.registry = registry;
        this.ownKeys = new OwnKeys(store, clock);
    }

    /** Own keys that this caller's next run would use. */
    public RunKeys keysFor(Caller caller) {
        return ownKeys.runKeys(caller);
    }

    /** The providers as a run with these keys uses them. */
    public KeyedProviders with(RunKeys of) {
        return registry.with(of);
    }

    /** The providers as this caller's next run would use them. */
    public KeyedProviders with(Caller caller) {
        return with(keysFor(caller));
    }

    /** Whose key this caller's next run would use with this row. */
    public KeyInForce inForce(Caller caller, ProviderId row) {
        return registry.config(row)
                .map(config -> KeyInForce.of(ownKeys, caller, config))
                .orElse(KeyInForce.PLATFORM);
    }

    /** The providers as this run uses them. */
    public KeyedProviders of(OrgId org, GenerationId run) {
        return registry.with(keysOf(org, run));
    }

    /** The own keys that this run uses. */
    public RunKeys keysOf(OrgId org, GenerationId run) {
        if (withoutOwn.contains(run)) {
            return RunKeys.PLATFORM;
        }
        List<KeyUse> uses = keys.uses(org, run);
        if (uses.isEmpty()) {
            withoutOwn.add(run);
            return RunKeys.PLATFORM;
        }
        Map<String, ProviderKeyId> byAdapter = new HashMap<>();
        uses.forEach(use -> byAdapter.put(use.adapter(), use.key()));
        return new RunKeys(org, byAdapter);
    }

    /** Spares the first question about a run that was accepted without own keys. */
    void withoutOwnKeys(GenerationId run) {
        withoutOwn.add(run);
    }

    Optional<String> adapterOf(ProviderId id) {
        return registry.config(id).map(config -> config.adapter());
    }
}
