package dev.atelier.app.http;

import dev.atelier.core.shared.Ids;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/** The id that ties a request's answer, log lines and problem body together. */
public final class RequestId {
    static final String HEADER = "Atelier-Request-Id";
    private static final String ATTRIBUTE = RequestId.class.getName();
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{8,64}");
    private static final Pattern TRACE = Pattern.compile("00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

    private RequestId() {}

    /** The id of this request. */
    public static String of(Context ctx) {
        String id = ctx.attribute(ATTRIBUTE);
        return id == null ? "unknown" : id;
    }

    /** Takes the client's id if it is harmless in logs and headers, else makes one. */
    static void assign(Context ctx, Ids ids) {
        String sent = ctx.header(HEADER);
        String id =
                sent != null && SANE.matcher(sent).matches() ? sent : ids.next().toString();
        ctx.attribute(ATTRIBUTE, id);
        ctx.header(HEADER, id);
        MDC.put("requestId", id);
        traceId(ctx).ifPresent(trace -> MDC.put("traceId", trace));
    }

    /** The trace that the caller's {@code traceparent} names (W3C Trace Context, version 00). */
    static Optional<String> traceId(Context ctx) {
        String sent = ctx.header("traceparent");
        if (sent == null) {
            return Optional.empty();
        }
        var matcher = TRACE.matcher(sent);
        return matcher.matches() && !matcher.group(1).equals("0".repeat(32))
                ? Optional.of(matcher.group(1))
                : Optional.empty();
    }

    static void forget() {
        MDC.remove("requestId");
        MDC.remove("traceId");
    }
}
