package dev.atelier.app.http;

import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** Says whether a caller may go on at this pace. Thread-safe. */
@FunctionalInterface
public interface Admission {
    /** Lets everything pass. */
    Admission OPEN = (ctx, route, principal) -> {};

    /**
     * Counts one request, and tells the client by headers what is left.
     *
     * @param principal null if the request names nobody who is known
     * @throws Problem 429 if it is one too many
     */
    void admit(Context ctx, Access.Route route, @Nullable Principal principal);
}
