package dev.atelier.app.http;

import io.javalin.http.Context;
import java.util.Optional;

/** Finds out who sent a request. Thread-safe. */
@FunctionalInterface
public interface Authenticator {
    /**
     * @return empty if the request names nobody
     * @throws Problem with 401 if it names somebody in a way that does not hold, 403 if a browser's request fails the
     *     check against forged cross-site requests
     */
    Optional<Principal> authenticate(Context ctx);
}
