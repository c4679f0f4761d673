package dev.atelier.core.key;

import dev.atelier.core.Store;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.Role;
import dev.atelier.core.key.spi.ProviderKeyRepository;
import dev.atelier.core.secret.SealedSecret;
import dev.atelier.core.secret.Secret;
import dev.atelier.core.secret.SecretBox;
import dev.atelier.core.shared.spi.Transactions;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Renames a key, switches it off or on, caps it, or gives it another value. New runs find it changed; runs that are under way keep the
 * row, and so use its new value. Thread-safe.
 */
public final class ChangeProviderKey {
    private final ProviderKeyRepository keys;
    private final Transactions transactions;
    private final SecretBox box;

    public ChangeProviderKey(Store store, SecretBox box) {
        this.keys = store.providerKeys();
        this.transactions = store.transactions();
        this.box = box;
    }

    /**
     * Changes it, if the caller may and it still has the version that he saw.
     *
     * @param value the new value; null to keep the one there is
     * @param terms what its maker says of it from now on
     */
    public KeyResult change(
            Caller caller,
            Role role,
            ProviderKeyId id,
            long expectedVersion,
            @Nullable Secret value,
            UnaryOperator<ProviderKey.Terms> terms) {
        return transactions.inTransaction(() -> {
            Optional<ProviderKey> found = keys.lock(caller.org(), id);
            Optional<KeyRefusal> refusal = KeyRules.refusal(caller, role, found);
            if (refusal.isPresent()) {
                return new KeyResult.Refused(refusal.get());
            }
            ProviderKey before = found.orElseThrow();
            if (before.version() != expectedVersion) {
                return new KeyResult.Refused(KeyRefusal.VERSION_CHANGED);
            }
            SealedSecret sealed = value == null ? before.secret() : box.seal(value, before.secretContext());
            ProviderKey after = before.changed(sealed, terms.apply(before.terms()));
            if (nameTaken(caller, after)) {
                return new KeyResult.Refused(KeyRefusal.NAME_TAKEN);
            }
            return keys.update(after, expectedVersion)
                    ? new KeyResult.Done(before, after)
                    : new KeyResult.Refused(KeyRefusal.VERSION_CHANGED);
        });
    }

    private boolean nameTaken(Caller caller, ProviderKey key) {
        return keys.of(caller.org(), caller.user()).stream()
                .anyMatch(other -> !other.id().equals(key.id())
                        && Objects.equals(other.owner(), key.owner())
                        && other.adapter().equals(key.adapter())
                        && other.terms().name().equals(key.terms().name()));
    }
}
