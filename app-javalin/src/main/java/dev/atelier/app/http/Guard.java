package dev.atelier.app.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Stands before every route: who is it, is he too fast, may he, can we answer in a type he takes, is the body short enough. */
final class Guard {
    static final String ROUTE = Access.Route.class.getName();
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH", "DELETE");

    private final Authenticator authenticator;
    private final Admission admission;
    private final Tenancy tenancy;

    Guard(Authenticator authenticator, Admission admission, Tenancy tenancy) {
        this.authenticator = authenticator;
        this.admission = admission;
        this.tenancy = tenancy;
    }

    Handler before(Access.Route route) {
        return ctx -> {
            ctx.attribute(ROUTE, route);
            checkAddress(ctx);
            admit(ctx, route);
            checkAccept(ctx, route);
            if (WITH_BODY.contains(ctx.method().name())) {
                checkBody(ctx, route);
            }
            Principal principal = Principal.orNull(ctx);
            if (principal == null) {
                route.handler().handle(ctx);
            } else {
                tenancy.handle(principal.org(), route.handler(), ctx);
            }
        };
    }

    // No text of ours has a NUL in it, and PostgreSQL takes none.
    private static void checkAddress(Context ctx) {
        String query = ctx.queryString();
        if (ctx.req().getRequestURI().contains("%00") || (query != null && query.contains("%00"))) {
            throw Problem.of(
                    ProblemCode.MALFORMED_REQUEST, "The address holds a NUL character, which no name here has.");
        }
    }

    /** The route that this request came to. */
    static Access.Route routeOf(Context ctx) {
        return Objects.requireNonNull(ctx.<Access.Route>attribute(ROUTE));
    }

    private void admit(Context ctx, Access.Route route) {
        if (route.gate().lowest().isEmpty()) {
            admission.admit(ctx, route, null);
            return;
        }
        Principal principal = principal(ctx, route);
        principal.attachTo(ctx);
        admission.admit(ctx, route, principal);
        route.gate().lowest().filter(lowest -> !principal.role().covers(lowest)).ifPresent(lowest -> {
            throw Problem.of(
                    ProblemCode.FORBIDDEN,
                    "This needs the role " + lowest.name().toLowerCase(Locale.ROOT) + "; yours is "
                            + principal.role().name().toLowerCase(Locale.ROOT) + ".");
        });
        checkScope(ctx, route, principal);
    }

    private static void checkScope(Context ctx, Access.Route route, Principal principal) {
        if (principal.proof().covers(route.area(), route.scope())) {
            return;
        }
        if (!route.area().grantable()) {
            throw Problem.of(
                    ProblemCode.INSUFFICIENT_SCOPE, "No access token can do this: only a person who signed in.");
        }
        // RFC 6750, 3.1: clients find there what to ask for.
        ctx.header(
                "WWW-Authenticate",
                "Bearer realm=\"atelier\", error=\"insufficient_scope\", scope=\"" + route.scope() + "\"");
        throw Problem.of(
                        ProblemCode.INSUFFICIENT_SCOPE,
                        "This needs the scope " + route.scope() + ", which the access token lacks.")
                .with(new Problem.Field(
                        "Authorization",
                        "insufficient_scope",
                        "the token lacks this scope",
                        route.scope().toString()));
    }

    private Principal principal(Context ctx, Access.Route route) {
        try {
            return authenticator
                    .authenticate(ctx)
                    .orElseThrow(() -> Problem.of(ProblemCode.UNAUTHENTICATED, "This route asks for a sign-in."));
        } catch (Problem problem) {
            // Whoever knocks without a key draws on the budget of his address.
            admission.admit(ctx, route, null);
            throw problem;
        }
    }

    private static void checkAccept(Context ctx, Access.Route route) {
        String accept = ctx.header("Accept");
        if (accept == null || accept.isBlank() || route.options().produces().contains("*/*")) {
            return;
        }
        for (String range : accept.split(",")) {
            String type = mediaType(range);
            if (type.equals("*/*") || type.equals(ErrorResponses.MEDIA_TYPE)) {
                return;
            }
            for (String produced : route.options().produces()) {
                if (type.equals(produced)
                        || (type.endsWith("/*") && produced.startsWith(type.substring(0, type.length() - 1)))) {
                    return;
                }
            }
        }
        throw Problem.of(
                ProblemCode.NOT_ACCEPTABLE,
                "This route answers with " + String.join(", ", route.options().produces()) + ".");
    }

    private static void checkBody(Context ctx, Access.Route route) {
        long limit = route.options().maxBodyBytes();
        String type = ctx.contentType() == null ? "" : mediaType(String.valueOf(ctx.contentType()));
        if (ctx.req().getContentLengthLong() > limit) {
            throw tooLarge(limit);
        }
        if (type.startsWith("multipart/")) {
            if (!route.options().multipart()) {
                throw Problem.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "This route takes no multipart body.");
            }
            return; // Jetty bounds the parts while it reads them.
        }
        // A chunked body has no length to look at beforehand.
        if (!route.options().multipart() && !route.options().streamed() && ctx.bodyAsBytes().length > limit) {
            throw tooLarge(limit);
        }
    }

    static Problem tooLarge(long limit) {
        return Problem.of(ProblemCode.BODY_TOO_LARGE, "This route takes up to " + limit + " bytes.");
    }

    private static String mediaType(String header) {
        int end = header.indexOf(';');
        return (end < 0 ? header : header.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    }
}
