package dev.atelier.app.account;

import dev.atelier.app.http.Authenticator;
import dev.atelier.app.http.Principal;
import dev.atelier.core.account.UserId;

/**
 * One way in. Takes the requests that bring its kind of proof and leaves the others, by an empty answer, to the next door; a proof of
 * its kind that does not hold is refused with 401, never passed on. Thread-safe.
 */
public interface Door extends Authenticator {
    /**
     * True while what proved the principal holds and his role is the same; false for principals of other doors. For streams that
     * stay open; may block.
     */
    boolean stillStands(Principal principal);

    /** Forgets what was read of the person, so that a change counts at once on this node. */
    void forget(UserId user);
}
