package dev.atelier.app.account;

import dev.atelier.app.http.Authenticator;
import dev.atelier.app.http.Principal;
import dev.atelier.core.account.UserId;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/**
 * All ways in, asked one after the other; the first that knows the kind of proof decides. {@link Sessions} come last, since they refuse
 * every bearer token that is none of theirs. Thread-safe.
 */
public final class Doors implements Authenticator {
    private final List<Door> doors;

    public Doors(List<? extends Door> doors) {
        this.doors = List.copyOf(doors);
    }

    @Override
    public Optional<Principal> authenticate(Context ctx) {
        for (Door door : doors) {
            Optional<Principal> principal = door.authenticate(ctx);
            if (principal.isPresent()) {
                return principal;
            }
        }
        return Optional.empty();
    }

    /** True while what proved the principal holds and his role is the same; may block. */
    public boolean stillStands(Principal principal) {
        return doors.stream().anyMatch(door -> door.stillStands(principal));
    }

    /** Forgets what was read of the person, so that a change counts at once on this node. */
    public void forget(UserId user) {
        doors.forEach(door -> door.forget(user));
    }
}
