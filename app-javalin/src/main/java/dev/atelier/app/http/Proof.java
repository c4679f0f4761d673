package dev.atelier.app.http;

import dev.atelier.core.account.SessionId;
import dev.atelier.core.token.AccessTokenId;
import dev.atelier.core.token.Scope;
import java.util.Set;

/** How a principal was proved to be who he is. */
public sealed interface Proof {
    /** He signed in. */
    record Session(SessionId id) implements Proof {}

    /** A program showed an access token of his. */
    record AccessToken(AccessTokenId id, Set<Scope> scopes) implements Proof {
        public AccessToken {
            scopes = Set.copyOf(scopes);
        }
    }

    /**
     * True if this proof lets him do that in an area; his role is another question. Only access tokens are bounded: they do what
     * their scopes say, in areas that can be granted.
     */
    default boolean covers(Area area, Scope wanted) {
        if (this instanceof AccessToken token) {
            return area.grantable() && token.scopes().stream().anyMatch(scope -> scope.covers(wanted));
        }
        return true;
    }
}
