package dev.atelier.core.key;

import dev.atelier.core.Store;
import dev.atelier.core.account.Caller;
import dev.atelier.core.key.spi.ProviderKeyRepository;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.ProviderRegistry;
import dev.atelier.core.secret.Secret;
import dev.atelier.core.secret.SecretBox;
import java.util.Optional;

/** Asks a vendor by a free call whether it takes a key. Writes nothing, neither the key nor the outcome. Thread-safe; blocks. */
public final class TestProviderKey {
    private final ProviderKeyRepository keys;
    private final ProviderRegistry registry;
    private final SecretBox box;

    public TestProviderKey(Store store, ProviderRegistry registry, SecretBox box) {
        this.keys = store.providerKeys();
        this.registry = registry;
        this.box = box;
    }

    /** Tests a key that was just typed. */
    public ConnectionCheck typed(String adapter, Secret key) {
        return registry.checkKey(adapter, key);
    }

    /** Tests a kept key, switched on or off; empty if there is none that the caller may know of. */
    public Optional<ConnectionCheck> kept(Caller caller, ProviderKeyId id) {
        return keys.find(caller.org(), id)
                .filter(key -> KeyRules.sees(caller, key))
                .map(this::check);
    }

    private ConnectionCheck check(ProviderKey key) {
        Secret opened;
        try {
            opened = box.open(key.secret(), key.secretContext());
        } catch (SecretBox.SecretUnreadable e) {
            return new ConnectionCheck(false, "The kept key cannot be opened; type it again.");
        }
        return registry.checkKey(key.adapter(), opened);
    }
}
