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
 * @param session the signed-in session; null where there is none, such as for access tokens
 */
public record Principal(Caller caller, Role role, @Nullable SessionId session) {
    private static final String ATTRIBUTE = Principal.class.getName();

    public OrgId org() {
        return caller.org();
    }

    public UserId user() {
        return caller.user();
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
