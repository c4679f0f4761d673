package dev.atelier.app.http;

import dev.atelier.core.account.Role;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who may pass a route: everybody, a caller who proves himself by a signature or token in the URL, or a role and all above it. */
public enum Gate {
    /** Nobody is asked. */
    PUBLIC(null),
    /** The route itself checks a signature or an unguessable token. */
    SIGNATURE(null),
    VIEWER(Role.VIEWER),
    EVALUATOR(Role.EVALUATOR),
    CREATOR(Role.CREATOR),
    ADMIN(Role.ADMIN),
    OWNER(Role.OWNER);

    private final @Nullable Role lowest;

    Gate(@Nullable Role lowest) {
        this.lowest = lowest;
    }

    /** The lowest role that may pass; empty if no sign-in is asked for. */
    public Optional<Role> lowest() {
        return Optional.ofNullable(lowest);
    }
}
