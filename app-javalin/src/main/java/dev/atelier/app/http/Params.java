package dev.atelier.app.http;

import io.javalin.http.Context;
import java.util.UUID;
import java.util.function.Function;

/** Path and query parameters, read strictly. */
public final class Params {
    private Params() {}

    /** An id in the path; what is no id is not found. */
    public static <T> T id(Context ctx, String name, String what, Function<UUID, T> make) {
        String text = ctx.pathParam(name);
        try {
            if (text.length() == 36) {
                return make.apply(UUID.fromString(text));
            }
        } catch (IllegalArgumentException e) {
            // Answered below.
        }
        throw Problem.notFound(what);
    }

    /**
     * Turns text from the client into a value whose constructor checks it; its message is shown.
     *
     * @param pointer JSON pointer of the field or name of the parameter
     */
    public static <A, T> T value(String pointer, A text, Function<A, T> make) {
        try {
            return make.apply(text);
        } catch (IllegalArgumentException e) {
            throw Problem.malformed(pointer, "invalid", String.valueOf(e.getMessage()));
        }
    }
}
