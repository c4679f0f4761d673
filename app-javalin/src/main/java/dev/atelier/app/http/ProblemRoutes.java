package dev.atelier.app.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Map;

/** The page behind each problem's {@code type}; needs no network. */
final class ProblemRoutes implements Routes {
    @Override
    public Area area() {
        return Area.OPEN;
    }

    @Override
    public void addTo(Access access) {
        access.add(
                HandlerType.GET,
                "/problems/{code}",
                Gate.PUBLIC,
                RouteOptions.JSON.producing("application/json", "text/html"),
                ProblemRoutes::page);
    }

    private static void page(Context ctx) {
        ProblemCode code = ProblemCode.ofSlug(ctx.pathParam("code")).orElseThrow(() -> Problem.notFound("problem"));
        ctx.header("Cache-Control", "public, max-age=3600");
        ctx.header("Vary", "Accept");
        String accept = ctx.header("Accept");
        if (accept != null && accept.contains("text/html")) {
            // The texts are ours, so there is nothing to escape but the ampersand, which none has.
            ctx.html("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>" + code.title() + "</title><h1>"
                    + code.title() + "</h1><p>Status " + code.status() + ", code <code>" + code.word() + "</code>."
                    + "<p>" + code.advice() + "<p>The same request may succeed later without a change: "
                    + (code.retryable() ? "yes" : "no") + ".");
            return;
        }
        ctx.json(Map.of(
                "code", code.word(),
                "status", code.status(),
                "title", code.title(),
                "advice", code.advice(),
                "retryable", code.retryable()));
    }
}
