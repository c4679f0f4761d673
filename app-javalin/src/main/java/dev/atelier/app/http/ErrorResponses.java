package dev.atelier.app.http;

import dev.atelier.core.blob.StorageFailure;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.secret.SecretBox;
import dev.atelier.persistence.shared.StoreBusyException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns every exception into one problem body; nothing of an unexpected one leaves the server but an id. */
public final class ErrorResponses {
    static final String MEDIA_TYPE = "application/problem+json";
    private static final String SITE = "https://atelier.dev";
    private static final Logger LOG = LoggerFactory.getLogger(ErrorResponses.class);

    private ErrorResponses() {}

    /** Answers instead of the problem body, if it can. */
    @FunctionalInterface
    interface Lost {
        boolean answer(Context ctx) throws Exception;
    }

    /** @param lost asked for addresses that no route has */
    static void addTo(RoutesConfig routes, Lost lost) {
        // Javalin has a handler of its own for this class, which would answer first.
        routes.exception(HttpResponseException.class, (exception, ctx) -> {
            answer(ctx, problemOf(exception, ctx));
            if (exception.getStatus() == 404) {
                answerLost(ctx, lost);
            }
        });
        routes.exception(Exception.class, (exception, ctx) -> {
            Problem problem = problemOf(exception, ctx);
            int status = refusedByJetty(exception)
                    .filter(refused -> ProblemCode.ofStatus(refused) == problem.code())
                    .orElse(problem.code().status());
            answer(ctx, problem, status);
        });
    }

    private static void answerLost(Context ctx, Lost lost) {
        try {
            lost.answer(ctx);
        } catch (Exception e) {
            LOG.error("the page for lost readers failed", e);
        }
    }

    /** Answers with this problem. */
    public static void answer(Context ctx, Problem problem) {
        answer(ctx, problem, problem.code().status());
    }

    /** Answers with this problem and nothing of this very request: the same bytes each time. */
    public static void answerAlike(Context ctx, Problem problem) {
        answer(ctx, problem);
        var body = body(problem, null, "");
        body.remove("requestId");
        ctx.result(Json.write(body)).contentType(MEDIA_TYPE);
    }

    private static void answer(Context ctx, Problem problem, int status) {
        problem.retryAfter().ifPresent(wait -> ctx.header("Retry-After", Long.toString(seconds(wait))));
        if (problem.code().status() == 401) {
            ctx.header("WWW-Authenticate", "Bearer realm=\"atelier\"");
        }
        ctx.header("Cache-Control", "no-store");
        var dialect = Dialects.of(ctx);
        if (dialect.isPresent()) {
            ErrorDialect.Said said = dialect.get().say(problem, status);
            said.headers().forEach(ctx::header);
            ctx.status(said.status()).result(Json.write(said.body())).contentType("application/json");
            return;
        }
        ctx.status(status);
        var body = body(problem, ctx.path(), RequestId.of(ctx));
        body.put("status", status);
        ctx.result(Json.write(body)).contentType(MEDIA_TYPE);
    }

    /** The body, in the order people read it. */
    static Map<String, @Nullable Object> body(Problem problem, @Nullable String path, String requestId) {
        ProblemCode code = problem.code();
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("type", SITE + "/problems/" + code.slug());
        body.put("title", code.title());
        body.put("status", code.status());
        body.put("detail", problem.detail());
        if (path != null) {
            body.put("instance", instance(path));
        }
        body.put("code", code.word());
        body.put("requestId", requestId);
        body.put("charged", problem.charged());
        body.put("retryable", problem.retryable());
        body.put("retryAfterMs", problem.retryAfter().map(Duration::toMillis).orElse(null));
        if (!problem.fields().isEmpty()) {
            body.put("errors", problem.fields());
        }
        problem.provider().ifPresent(provider -> body.put("provider", provider));
        body.put("help", SITE + "/docs/errors#" + code.slug());
        return body;
    }

    // The path of a callback carries its token: a problem body may end in a vendor's log.
    private static String instance(String path) {
        for (String prefix : List.of("/api/v1/callbacks/", "/api/v1/webhooks/")) {
            if (path.startsWith(prefix)) {
                return prefix;
            }
        }
        return path;
    }

    private static Problem problemOf(Exception exception, Context ctx) {
        if (exception instanceof Problem problem) {
            return problem;
        }
        if (exception instanceof MethodNotAllowedResponse notAllowed) {
            String allowed = String.join(", ", methods(notAllowed));
            if (!allowed.isEmpty()) {
                ctx.header("Allow", allowed);
            }
            return Problem.of(ProblemCode.METHOD_NOT_ALLOWED, "Allowed here: " + allowed + ".");
        }
        if (exception instanceof HttpResponseException response) {
            ProblemCode code = ProblemCode.ofStatus(response.getStatus());
            return code == ProblemCode.INTERNAL_ERROR
                    ? unexpected(exception, ctx)
                    : Problem.of(
                            code,
                            code == ProblemCode.NOT_FOUND ? "There is nothing at this address." : code.title() + ".");
        }
        if (exception instanceof ProviderFailure failure) {
            return ofVendor(failure);
        }
        if (exception instanceof StorageFailure) {
            LOG.warn("storage failed requestId={}", RequestId.of(ctx), exception);
            return Problem.of(ProblemCode.UNAVAILABLE, "The picture store is not available.")
                    .retryAfter(Duration.ofSeconds(5));
        }
        if (exception instanceof SecretBox.SecretUnreadable) {
            return Problem.of(ProblemCode.CONFLICT, "A stored secret cannot be opened; type it again.");
        }
        return ofCause(exception, ctx);
    }

    private static Problem ofCause(Exception exception, Context ctx) {
        if (busy(exception)) {
            return Problem.of(ProblemCode.UNAVAILABLE, "The database is busy with the same rows.")
                    .retryAfter(Duration.ofSeconds(1));
        }
        if (causes(exception).stream().anyMatch(SQLTransientConnectionException.class::isInstance)) {
            return Problem.of(ProblemCode.UNAVAILABLE, "No database connection was free in time.")
                    .retryAfter(Duration.ofSeconds(1));
        }
        if (causes(exception).stream().anyMatch(StoreBusyException.class::isInstance)) {
            return Problem.of(ProblemCode.UNAVAILABLE, "The database could not answer in time.")
                    .retryAfter(Duration.ofSeconds(1));
        }
        if (tooLarge(exception)) {
            return Problem.of(ProblemCode.BODY_TOO_LARGE, "The upload is larger than this route takes.");
        }
        Optional<Integer> refused = refusedByJetty(exception);
        if (refused.isPresent()) {
            ProblemCode code = ProblemCode.ofStatus(refused.get());
            return Problem.of(code, code.title() + ".");
        }
        if (exception instanceof ServletException && ctx.isMultipart()) {
            return Problem.of(ProblemCode.MALFORMED_REQUEST, "The multipart body cannot be read.");
        }
        if (exception instanceof IOException) {
            // The client is gone or sent half a body: nobody reads this answer, and nobody needs to be woken.
            LOG.debug("request ended early requestId={}", RequestId.of(ctx), exception);
            return Problem.of(ProblemCode.MALFORMED_REQUEST, "The body ended early.");
        }
        return unexpected(exception, ctx);
    }

    private static Problem unexpected(Exception exception, Context ctx) {
        LOG.error("unexpected failure requestId={} route={}", RequestId.of(ctx), AccessLog.template(ctx), exception);
        return Problem.of(ProblemCode.INTERNAL_ERROR, "The error is logged as " + RequestId.of(ctx) + ".");
    }

    /** What a vendor's failure is to the caller. */
    public static Problem ofVendor(ProviderFailure failure) {
        ProblemCode code = switch (failure.kind()) {
            case INVALID_ORDER -> ProblemCode.UNPROCESSABLE;
            case CONTENT_REFUSED -> ProblemCode.CONTENT_BLOCKED;
            case RATE_LIMITED, UNAVAILABLE -> ProblemCode.UNAVAILABLE;
            case DEADLINE_PASSED -> ProblemCode.PROVIDER_TIMEOUT;
            case CREDENTIALS, VENDOR_BALANCE, OUTCOME_UNKNOWN, VENDOR_FAILED, RESULT_UNUSABLE, CANCELLED, INTERNAL ->
                ProblemCode.PROVIDER_ERROR;
        };
        Problem problem = Problem.of(code, failure.kind().sentence())
                .retryable(failure.kind().retryable())
                .by(new Problem.Provider(
                        failure.provider().slug(), null, failure.kind().sentence()));
        return failure.retryAfter().map(problem::retryAfter).orElse(problem);
    }

    /** True if the database gave up waiting for a lock (PostgreSQL 55P03, deadlock 40P01, serialisation 40001). */
    static boolean busy(Throwable exception) {
        return causes(exception).stream()
                .filter(SQLException.class::isInstance)
                .map(cause -> Optional.ofNullable(((SQLException) cause).getSQLState())
                        .orElse(""))
                .anyMatch(state -> state.equals("55P03") || state.equals("40P01") || state.equals("40001"));
    }

    // What is wrong with a request shows only when its body is read: too slow (408), bad chunks (400).
    private static Optional<Integer> refusedByJetty(Exception exception) {
        return causes(exception).stream()
                .filter(HttpException.class::isInstance)
                .map(cause -> ((HttpException) cause).getCode())
                .filter(status -> status >= 400 && status < 500)
                .findFirst();
    }

    // Jetty tells of a part that is too large by a ServletException around an IllegalStateException or a BadMessage of
    // 413.
    private static boolean tooLarge(Throwable exception) {
        return causes(exception).stream()
                .anyMatch(cause -> (cause instanceof HttpException http && http.getCode() == 413)
                        || (cause instanceof IllegalStateException
                                && String.valueOf(cause.getMessage()).contains("max length exceeded")));
    }

    private static List<Throwable> causes(Throwable exception) {
        List<Throwable> causes = new ArrayList<>();
        Throwable cause = exception;
        while (cause != null && causes.size() < 10) {
            causes.add(cause);
            cause = cause.getCause();
        }
        return causes;
    }

    private static List<String> methods(MethodNotAllowedResponse response) {
        String listed = response.getDetails().getOrDefault("availableMethods", "");
        return listed.isEmpty() ? List.of() : List.of(listed.split(", *"));
    }

    private static long seconds(Duration wait) {
        return Math.max(1, (wait.toMillis() + 999) / 1000);
    }
}
