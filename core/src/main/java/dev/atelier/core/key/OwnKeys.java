package dev.atelier.core.key;

import dev.atelier.core.Store;
import dev.atelier.core.account.Caller;
import dev.atelier.core.key.spi.ProviderKeyRepository;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds out whose key a person's next run would use with a vendor. Thread-safe. */
public final class OwnKeys {
    // The ladder. There are no projects yet; a project's keys have their place between the two, here and nowhere else.
    // The platform's key
    // is what is left where no rung has one.
    private static final List<KeySource> RUNGS = List.of(KeySource.USER, KeySource.ORG);

    private final ProviderKeyRepository keys;
    private final Clock clock;

    public OwnKeys(Store store, Clock clock) {
        this.keys = store.providerKeys();
        this.clock = clock;
    }

    /** The keys that the caller's next run would use, by adapter: of the lowest rung that has one, and of several there the newest. */
    public Map<String, ProviderKey> inForce(Caller caller) {
        Instant now = clock.instant();
        Map<String, ProviderKey> found = new LinkedHashMap<>();
        keys.of(caller.org(), caller.user()).stream()
                .filter(key -> key.stands(now))
                .sorted(Comparator.comparingInt(key -> RUNGS.indexOf(source(key))))
                .forEach(key -> found.putIfAbsent(key.adapter(), key));
        return found;
    }

    /** The same, as a run is bound to them. */
    public RunKeys runKeys(Caller caller) {
        Map<String, ProviderKeyId> byAdapter = new LinkedHashMap<>();
        inForce(caller).forEach((adapter, key) -> byAdapter.put(adapter, key.id()));
        return byAdapter.isEmpty() ? RunKeys.PLATFORM : new RunKeys(caller.org(), byAdapter);
    }

    static KeySource source(ProviderKey key) {
        return key.owner() == null ? KeySource.ORG : KeySource.USER;
    }
}
