package dev.atelier.app.http;

import io.javalin.http.Context;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** One structured line a request: the route's template, never the path (it may carry a token) or the query. */
final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.atelier.access");

    private AccessLog() {}

    static void write(Context ctx, float millis) {
        try {
            if (LOG.isInfoEnabled()) {
                LoggingEventBuilder line = LOG.atInfo()
                        .addKeyValue("method", ctx.method().name())
                        .addKeyValue("route", template(ctx))
                        .addKeyValue("status", ctx.statusCode())
                        .addKeyValue("durationMs", Math.round(millis))
                        .addKeyValue("requestId", RequestId.of(ctx));
                Principal principal = Principal.orNull(ctx);
                if (principal != null) {
                    line = line.addKeyValue("org", principal.org().toString())
                            .addKeyValue("user", principal.user().toString());
                    if (principal.proof() instanceof Proof.AccessToken token) {
                        line = line.addKeyValue("token", token.id().toString());
                    }
                }
                line.log("request");
            }
        } finally {
            RequestId.forget();
        }
    }

    static String template(Context ctx) {
        Access.Route route = ctx.attribute(Guard.ROUTE);
        return route == null ? "(none)" : route.path();
    }
}
