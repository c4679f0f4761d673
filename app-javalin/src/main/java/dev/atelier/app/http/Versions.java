package dev.atelier.app.http;

import io.javalin.http.Context;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Row versions as {@code ETag} and {@code If-Match}. */
public final class Versions {
    private static final Pattern TAG = Pattern.compile("\"v?([0-9]{1,18})\"");

    private Versions() {}

    /** Sends the version along with the resource. */
    public static void send(Context ctx, long version) {
        ctx.header("ETag", "\"" + version + "\"");
    }

    /**
     * The version that the client has seen.
     *
     * @throws Problem 428 without {@code If-Match}, 412 if it is no tag of ours or {@code current} is another
     */
    public static long require(Context ctx, long current) {
        String sent = ctx.header("If-Match");
        if (sent == null || sent.isBlank()) {
            throw Problem.of(ProblemCode.PRECONDITION_REQUIRED, "Send the resource's ETag as If-Match.");
        }
        Matcher tag = TAG.matcher(sent.trim());
        if (!tag.matches() || Long.parseLong(tag.group(1)) != current) {
            throw changed();
        }
        return current;
    }

    /** What to throw when an update found another version. */
    public static Problem changed() {
        return Problem.of(ProblemCode.VERSION_CHANGED, "The resource has another version by now.");
    }
}
