package dev.atelier.app.http;

import dev.atelier.core.account.SessionId;
import dev.atelier.core.token.AccessTokenId;
import dev.atelier.core.token.Scope;
import java.time.Instant;
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
     * A program showed a token that an issuer has signed for us.
     *
     * @param issuer the configured id of the issuer
     */
    record External(String issuer, Instant expiresAt) implements Proof {}

    /** A gateway that we trust named him. */
    record Gateway() implements Proof {}

    /**
     * True if this proof lets him do that in an area; his role is another question. Access tokens do what
     * their scopes say, in areas that can be granted; an issuer's tokens only look at what cannot be granted, since they must not
     * make themselves lasting ones.
     */
    default boolean covers(Area area, Scope wanted) {
        if (area == Area.SELF && !wanted.write()) {
            return true;
        }
        if (this instanceof AccessToken token) {
            return area.grantable() && token.scopes().stream().anyMatch(scope -> scope.covers(wanted));
        }
        return !(this instanceof External) || area.grantable() || !wanted.write();
    }
}
