package dev.atelier.app.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** What Jetty refuses before a route is asked (bad request lines, bad URIs, too slow bodies), in our own words. */
final class JettyErrors extends ErrorHandler {
    private final Dialects dialects;

    JettyErrors(Dialects dialects) {
        this.dialects = dialects;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int status,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        HttpFields.Mutable fields = response.getHeaders();
        headers(fields);
        var dialect = dialects.of(request.getHttpURI().getPath());
        if (dialect.isPresent()) {
            ErrorDialect.Said said = dialect.get().say(problem(status), status);
            said.headers().forEach(fields::put);
            fields.put(HttpHeader.CONTENT_TYPE, "application/json");
            fields.put(dialect.get().requestIdHeader(), "unknown");
            response.setStatus(said.status());
            Content.Sink.write(response, true, Json.write(said.body()), callback);
            return;
        }
        response.setStatus(status);
        Content.Sink.write(response, true, text(status), callback);
    }

    private static void headers(HttpFields.Mutable fields) {
        fields.put(HttpHeader.CONTENT_TYPE, ErrorResponses.MEDIA_TYPE);
        fields.put(HttpHeader.CACHE_CONTROL, "no-store");
        fields.put("X-Content-Type-Options", "nosniff");
        fields.put("Content-Security-Policy", StandardHeaders.CLOSED_POLICY);
    }

    private static String text(int status) {
        var body = ErrorResponses.body(problem(status), null, "unknown");
        body.put("status", status);
        return Json.write(body);
    }

    private static Problem problem(int status) {
        ProblemCode code = ProblemCode.ofStatus(status);
        return Problem.of(code, code.title() + ".");
    }
}
