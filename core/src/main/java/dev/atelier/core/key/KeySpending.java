package dev.atelier.core.key;

import dev.atelier.core.Store;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.Refusal;
import dev.atelier.core.key.spi.ProviderKeyRepository;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.VendorCost;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Keeps what runs cost at a vendor within the caps of the own keys they use, whatever arrives at once. Every method belongs into the
 * transaction of what it is about, and before anything that locks the wallet. Thread-safe.
 */
public final class KeySpending {
    private final ProviderKeyRepository keys;
    private final RunProviders providers;
    private final Clock clock;

    public KeySpending(Store store, RunProviders providers, Clock clock) {
        this.keys = store.providerKeys();
        this.providers = providers;
        this.clock = clock;
    }

    /**
     * Binds a run that is being accepted to its keys, and sets aside what it is expected to cost with them.
     *
     * @param own what {@link RunProviders#keysFor} gave
     * @param expectedMicros what it is expected to cost at each adapter that it may ask, in millionths of a US dollar; 0 where nobody
     *     can say
     * @return why not, if a key has too little left or is gone by now
     */
    public Optional<Refusal> take(GenerationId run, RunKeys own, Map<String, Long> expectedMicros) {
        List<ProviderKey> locked = new ArrayList<>();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        // In one order for all, so that no two runs wait for each other's key.
        for (ProviderKeyId id : own.byAdapter().entrySet().stream()
                .filter(entry -> expectedMicros.containsKey(entry.getKey()))
                .map(Map.Entry::getValue)
                .sorted(Comparator.comparing(key -> key.value().toString()))
                .toList()) {
            Optional<ProviderKey> key =
                    keys.lock(Objects.requireNonNull(own.org()), id).filter(found -> found.stands(now));
            if (key.isEmpty()) {
                return Optional.of(Refusal.of(
                        Refusal.Code.NO_PROVIDER, "An API key of yours was changed at this very moment; try again."));
            }
            long expected = expectedMicros.getOrDefault(key.get().adapter(), 0L);
            // What nobody can foresee fits as long as anything is left.
            if (key.get().leftMicros() < Math.max(1, expected)) {
                return Optional.of(Refusal.keySpendCap(key.get(), expected));
            }
            locked.add(key.get());
        }
        locked.forEach(key -> keys.bind(key, run, expectedMicros.getOrDefault(key.adapter(), 0L), now));
        if (locked.isEmpty()) {
            providers.withoutOwnKeys(run);
        }
        return Optional.empty();
    }

    /** Adds what one call cost that nothing was set aside for, as far as the vendor told. */
    public void asked(OrgId org, GenerationId run, ProviderId provider, VendorCost cost) {
        Long micros = cost.micros();
        if (micros != null && micros > 0) {
            count(org, run, provider, micros, 0);
        }
    }

    /**
     * Adds what was spent of a run's expected cost, and frees what was set aside for it.
     *
     * @param spentMicros 0 if nothing was
     * @param closedMicros 0 or more; of what was set aside, no more than there is
     */
    public void count(OrgId org, GenerationId run, ProviderId provider, long spentMicros, long closedMicros) {
        if (providers.keysOf(org, run).isEmpty()) {
            return;
        }
        providers.adapterOf(provider).ifPresent(adapter -> keys.count(org, run, adapter, spentMicros, closedMicros));
    }
}
