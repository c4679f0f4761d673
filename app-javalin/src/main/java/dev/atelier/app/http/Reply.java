package dev.atelier.app.http;

import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/**
 * An answer that can be stored and given again.
 *
 * @param body the JSON text; empty for none
 * @param location the {@code Location} header, if any
 * @param replayed true if this is the stored answer of an earlier request
 */
public record Reply(int status, String body, @Nullable String location, boolean replayed) {
    /** An answer with this value as JSON. */
    public static Reply of(int status, Object body) {
        return new Reply(status, Json.write(body), null, false);
    }

    /** 201 or 202 with the address of what was made. */
    public static Reply at(int status, String location, Object body) {
        return new Reply(status, Json.write(body), location, false);
    }

    public static Reply empty(int status) {
        return new Reply(status, "", null, false);
    }

    /** Answers the request with it. */
    public void write(Context ctx) {
        ctx.status(status);
        if (location != null) {
            ctx.header("Location", location);
        }
        if (replayed) {
            ctx.header(Idempotency.REPLAYED, "true");
        }
        if (!body.isEmpty()) {
            ctx.contentType("application/json").result(body);
        }
    }
}
