package dev.atelier.core.key;

import dev.atelier.core.account.Caller;
import dev.atelier.core.account.Role;
import java.util.Optional;

/** Who may know of a key, and who may change it: everybody his own, admins the org's, nobody another person's. */
final class KeyRules {
    private KeyRules() {}

    static boolean sees(Caller caller, ProviderKey key) {
        return key.org().equals(caller.org())
                && (key.owner() == null || key.owner().equals(caller.user()));
    }

    /** Empty if the caller may change it. */
    static Optional<KeyRefusal> refusal(Caller caller, Role role, Optional<ProviderKey> key) {
        if (key.filter(found -> sees(caller, found)).isEmpty()) {
            return Optional.of(KeyRefusal.NO_SUCH_KEY);
        }
        return key.get().owner() == null && !role.covers(Role.ADMIN)
                ? Optional.of(KeyRefusal.ADMINS_ONLY)
                : Optional.empty();
    }
}
