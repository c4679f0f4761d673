package dev.atelier.core.key;

import dev.atelier.core.Store;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.Role;
import dev.atelier.core.key.spi.ProviderKeyRepository;
import dev.atelier.core.shared.spi.Transactions;
import java.util.Optional;

/**
 * Deletes a key with its value. Runs that are under way with it fail at their next step, and say why; to let them end, switch the key
 * off first. Thread-safe.
 */
public final class DeleteProviderKey {
    private final ProviderKeyRepository keys;
    private final Transactions transactions;

    public DeleteProviderKey(Store store) {
        this.keys = store.providerKeys();
        this.transactions = store.transactions();
    }

    public KeyResult delete(Caller caller, Role role, ProviderKeyId id) {
        return transactions.inTransaction(() -> {
            Optional<ProviderKey> found = keys.lock(caller.org(), id);
            Optional<KeyRefusal> refusal = KeyRules.refusal(caller, role, found);
            if (refusal.isPresent()) {
                return new KeyResult.Refused(refusal.get());
            }
            keys.delete(caller.org(), id);
            return new KeyResult.Done(found.orElseThrow(), found.orElseThrow());
        });
    }
}
