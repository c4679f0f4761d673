package dev.atelier.core.key;

import dev.atelier.core.Store;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.UserId;
import dev.atelier.core.key.spi.ProviderKeyRepository;
import dev.atelier.core.secret.Secret;
import dev.atelier.core.secret.SecretBox;
import dev.atelier.core.shared.Ids;
import dev.atelier.core.shared.spi.Transactions;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps a key that somebody brings, sealed for its place. Whether the vendor takes it is not asked; see {@link TestProviderKey}. Thread-safe. */
public final class AddProviderKey {
    /** Most keys of one owner. */
    public static final int MOST = 100;

    private final ProviderKeyRepository keys;
    private final Transactions transactions;
    private final SecretBox box;
    private final Ids ids;
    private final Clock clock;

    public AddProviderKey(Store store, SecretBox box, Ids ids, Clock clock) {
        this.keys = store.providerKeys();
        this.transactions = store.transactions();
        this.box = box;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What somebody brings.
     *
     * @param forOrg true if all of the org shall use it, which takes an admin
     * @param adapter one that takes a key
     * @param alias what was typed, if it was another name of the adapter's
     */
    public record Wish(
            boolean forOrg, String adapter, @Nullable String alias, Secret key, ProviderKey.Terms terms) {}

    public KeyResult add(Caller caller, Role role, Wish wish) {
        if (wish.forOrg() && !role.covers(Role.ADMIN)) {
            return new KeyResult.Refused(KeyRefusal.ADMINS_ONLY);
        }
        UserId owner = wish.forOrg() ? null : caller.user();
        ProviderKeyId id = new ProviderKeyId(ids.next());
        ProviderKey key = new ProviderKey(
                id,
                caller.org(),
                owner,
                wish.adapter(),
                wish.alias(),
                box.seal(wish.key(), ProviderKey.secretContext(caller.org(), owner, wish.adapter(), id)),
                wish.terms(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                caller.user(),
                ProviderKey.Use.NONE,
                1);
        return transactions.inTransaction(() -> {
            long kept = keys.of(caller.org(), caller.user()).stream()
                    .filter(other -> Objects.equals(other.owner(), owner))
                    .count();
            if (kept >= MOST) {
                return new KeyResult.Refused(KeyRefusal.TOO_MANY);
            }
            return keys.insert(key) ? new KeyResult.Done(key, key) : new KeyResult.Refused(KeyRefusal.NAME_TAKEN);
        });
    }
}
