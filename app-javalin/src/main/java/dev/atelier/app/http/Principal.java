package dev.atelier.app.http;

import dev.atelier.core.account.Caller;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.SessionId;
import dev.atelier.core.account.UserId;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/**
 * Who sent the request, as the database knows him now.
 *
 * @param role of the person now; with an access token, what may be done is the part of it that the token's scopes cover
 * @param proof how he was proved to be who he is
 */
public record Principal(Caller caller, Role role, Proof proof) {
    private static final String ATTRIBUTE = Principal.class.getName();

    public OrgId org() {
        return caller.org();
    }

    public UserId user() {
        return caller.user();
    }

    /** The signed-in session; null where there is none, such as for access tokens. */
    public @Nullable SessionId session() {
        return proof instanceof Proof.Session session ? session.id() : null;
    }

    /**
     * The principal of a request that has passed a gate with a role.
     *
     * @throws IllegalStateException on a route whose gate asks for no sign-in
     */
    public static Principal of(Context ctx) {
        Principal principal = ctx.attribute(ATTRIBUTE);
        if (principal == null) {
            throw new IllegalStateException("this route asks for no sign-in");
        }
        return principal;
    }

    static @Nullable Principal orNull(Context ctx) {
        return ctx.attribute(ATTRIBUTE);
    }

    void attachTo(Context ctx) {
        ctx.attribute(ATTRIBUTE, this);
    }
}
