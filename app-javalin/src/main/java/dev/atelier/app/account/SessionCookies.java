package dev.atelier.app.account;

import dev.atelier.app.http.HttpSettings;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The two cookies of a browser's session, a third that tells scripts no more than that there is one, and the check that a request with them comes from a
 * page that may send it.
 */
final class SessionCookies {
    /** Saves our pages a refused request when nobody is signed in. */
    private static final String PRESENT = "atelier_present";

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final HttpSettings settings;
    private final String accessName;
    private final String refreshName;

    SessionCookies(HttpSettings settings) {
        this.settings = settings;
        // The prefix makes browsers refuse the cookie from a subdomain or without Secure; it needs https.
        String prefix = settings.https() ? "__Host-" : "";
        this.accessName = prefix + "atelier_session";
        this.refreshName = prefix + "atelier_refresh";
    }

    Optional<String> access(Context ctx) {
        return Optional.ofNullable(ctx.cookie(accessName)).filter(text -> !text.isEmpty());
    }

    Optional<String> refresh(Context ctx) {
        return Optional.ofNullable(ctx.cookie(refreshName)).filter(text -> !text.isEmpty());
    }

    void set(Context ctx, String access, String refresh, Duration refreshLife) {
        put(ctx, accessName, access, SessionTokens.LIFE);
        put(ctx, refreshName, refresh, refreshLife);
        add(ctx, PRESENT, "1", refreshLife, "");
    }

    void clear(Context ctx) {
        put(ctx, accessName, "", Duration.ZERO);
        put(ctx, refreshName, "", Duration.ZERO);
        add(ctx, PRESENT, "", Duration.ZERO, "");
    }

    /**
     * Refuses a state-changing request that a foreign page could have caused: our header is missing, which only a script of an allowed
     * origin can set, or the browser names a foreign origin.
     */
    void checkOrigin(Context ctx) {
        if (READING.contains(ctx.method().name())) {
            return;
        }
        String origin = ctx.header("Origin");
        if (!"1".equals(ctx.header("Atelier-Csrf")) || (origin != null && !allowed(ctx, origin))) {
            throw Problem.of(
                    ProblemCode.CROSS_SITE,
                    "A request with a session cookie needs Atelier-Csrf: 1 and an origin that is allowed.");
        }
    }

    private boolean allowed(Context ctx, String origin) {
        String lower = origin.toLowerCase(Locale.ROOT);
        String own = settings.ownOrigin().isEmpty()
                ? (settings.https() ? "https://" : "http://") + ctx.host()
                : settings.ownOrigin();
        return lower.equals(own.toLowerCase(Locale.ROOT))
                || settings.allowedOrigins().contains(lower);
    }

    private void put(Context ctx, String name, String value, Duration life) {
        add(ctx, name, value, life, "; HttpOnly");
    }

    private void add(Context ctx, String name, String value, Duration life, String more) {
        String secure = settings.https() ? "; Secure" : "";
        ctx.res()
                .addHeader(
                        "Set-Cookie",
                        name + "=" + value + "; Path=/; Max-Age=" + life.toSeconds() + more + "; SameSite=Strict"
                                + secure);
    }
}
