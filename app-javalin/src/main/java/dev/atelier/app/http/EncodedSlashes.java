package dev.atelier.app.http;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Takes {@code %2F} for a slash where the rest of the address is one id, and refuses it everywhere else, as Jetty does by itself.
 *
 * <p>Clients of other APIs escape an id as a whole, and ours may hold slashes. A path that two parties could read in two ways never gets
 * further than this: the routes see plain slashes, and no dot segments.
 */
final class EncodedSlashes extends Handler.Wrapper {
    private static final Pattern SLASH = Pattern.compile("%2[Ff]");

    private final List<String> prefixes;

    /** @param prefixes what the addresses begin with, up to the id */
    EncodedSlashes(List<String> prefixes, Handler handler) {
        super(handler);
        this.prefixes = List.copyOf(prefixes);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        HttpURI uri = request.getHttpURI();
        if (!uri.hasViolation(Violation.AMBIGUOUS_PATH_SEPARATOR)) {
            return super.handle(request, response, callback);
        }
        String path = String.valueOf(uri.getPath());
        String plain = SLASH.matcher(path).replaceAll("/");
        if (prefixes.stream().noneMatch(path::startsWith) || !sound(plain)) {
            Response.writeError(
                    request, response, callback, HttpStatus.BAD_REQUEST_400, "Ambiguous URI path separator");
            return true;
        }
        return super.handle(
                Request.serveAs(request, HttpURI.build(uri, plain, uri.getParam(), uri.getQuery())),
                response,
                callback);
    }

    private static boolean sound(String path) {
        return Arrays.stream(path.substring(1).split("/", -1))
                .noneMatch(segment -> segment.isEmpty() || segment.equals(".") || segment.equals(".."));
    }
}
