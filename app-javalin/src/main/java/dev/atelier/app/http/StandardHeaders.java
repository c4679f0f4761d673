package dev.atelier.app.http;

import io.javalin.http.Context;
import java.util.Locale;

/** Headers that every answer carries, and the answer to browsers that ask whether a foreign page may call. */
final class StandardHeaders {
    /** For answers that are no pages of ours. Pages set their own. */
    static final String CLOSED_POLICY =
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    // What OpenAI's SDKs send along; a browser asks for each by name.
    private static final String SDK_HEADERS = ", OpenAI-Organization, OpenAI-Project, X-Stainless-Arch,"
            + " X-Stainless-Helper-Method, X-Stainless-Lang, X-Stainless-OS, X-Stainless-Package-Version,"
            + " X-Stainless-Retry-Count, X-Stainless-Runtime, X-Stainless-Runtime-Version, X-Stainless-Timeout";

    private final HttpSettings settings;

    StandardHeaders(HttpSettings settings) {
        this.settings = settings;
    }

    void apply(Context ctx) {
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.header("Referrer-Policy", "no-referrer");
        ctx.header("Content-Security-Policy", CLOSED_POLICY);
        ctx.header("Cross-Origin-Resource-Policy", "same-origin");
        if (settings.https()) {
            ctx.header("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        }
        if (ctx.path().startsWith("/api/") || ctx.path().startsWith("/v1/")) {
            ctx.header("Cache-Control", "no-store");
        }
        allowOrigin(ctx);
    }

    private void allowOrigin(Context ctx) {
        ctx.res().addHeader("Vary", "Origin");
        String origin = ctx.header("Origin");
        if (origin == null || !settings.allowedOrigins().contains(origin.toLowerCase(Locale.ROOT))) {
            return;
        }
        ctx.header("Access-Control-Allow-Origin", origin);
        ctx.header("Access-Control-Allow-Credentials", "true");
        ctx.header(
                "Access-Control-Expose-Headers",
                "Atelier-Request-Id, ETag, Link, Location, Retry-After, RateLimit, RateLimit-Policy,"
                        + " Idempotency-Replayed, Preference-Applied, X-Request-Id, X-Should-Retry");
        if (ctx.method().name().equals("OPTIONS") && ctx.header("Access-Control-Request-Method") != null) {
            ctx.header("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE");
            ctx.header(
                    "Access-Control-Allow-Headers",
                    "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Prefer, Atelier-Csrf,"
                            + " Atelier-Request-Id, Last-Event-ID, traceparent" + SDK_HEADERS);
            ctx.header("Access-Control-Max-Age", "600");
            ctx.status(204).skipRemainingHandlers();
        }
    }
}
