package dev.atelier.app.generation;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code Prefer} header (RFC 7240): how long a client would like to wait for the result itself. */
final class Prefer {
    private static final Pattern WAIT =
            Pattern.compile("(?:^|[,;])\\s*wait\\s*=\\s*\"?([0-9]{1,6})\"?\\s*(?:$|[,;])", Pattern.CASE_INSENSITIVE);
    private static final long LONGEST_SECONDS = 60;

    private Prefer() {}

    /** At most a minute, whatever is asked for. A preference that cannot be read is no error, says the RFC. */
    static Optional<Duration> wait(Context ctx) {
        String sent = ctx.header("Prefer");
        if (sent == null) {
            return Optional.empty();
        }
        Matcher matcher = WAIT.matcher(sent);
        if (!matcher.find()) {
            return Optional.empty();
        }
        long seconds = Math.min(LONGEST_SECONDS, Long.parseLong(matcher.group(1)));
        return seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }
}
