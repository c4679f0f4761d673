package dev.atelier.app.openai;

import dev.atelier.app.http.ErrorDialect;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says our problems as OpenAI's API would: the one place where they are mapped.
 *
 * <p>The SDKs repeat a call by themselves on 408, 409, 429 and from 500 up, so every answer says by {@code x-should-retry} whether that
 * helps. Immutable.
 */
public final class OpenAiErrors implements ErrorDialect {
    /** The field code by which a route says that there is no such model. */
    static final String MODEL_NOT_FOUND = "model_not_found";

    private static final String BAD_REQUEST = "invalid_request_error";
    private static final String SERVER = "server_error";

    /** @param code null leaves our own word */
    private record Kind(int status, String type, @Nullable String code) {}

    @Override
    public String prefix() {
        return "/v1/";
    }

    @Override
    public String requestIdHeader() {
        return "x-request-id";
    }

    @Override
    public Said say(Problem problem, int status) {
        return new Said(
                kind(problem.code(), status).status(),
                Map.of("x-should-retry", Boolean.toString(problem.retryable())),
                body(problem, status));
    }

    /** The body alone, for an error in the midst of a stream. */
    static Map<String, Object> body(Problem problem) {
        return body(problem, problem.code().status());
    }

    private static Map<String, Object> body(Problem problem, int status) {
        Kind kind = kind(problem.code(), status);
        Problem.Field field =
                problem.fields().isEmpty() ? null : problem.fields().get(0);
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("message", message(problem));
        error.put("type", kind.type());
        error.put("param", field == null ? null : param(field.pointer()));
        error.put("code", code(problem, kind, field));
        error.put("charged", problem.charged());
        return Map.of("error", error);
    }

    private static String code(Problem problem, Kind kind, Problem.@Nullable Field field) {
        if (kind.code() != null) {
            return kind.code();
        }
        return field == null ? problem.code().word() : field.code();
    }

    private static String message(Problem problem) {
        String wait = problem.code() == ProblemCode.RATE_LIMITED
                ? problem.retryAfter()
                        .map(Duration::toSeconds)
                        .map(seconds -> String.format(Locale.ROOT, " Try again in %d s.", Math.max(1, seconds)))
                        .orElse("")
                : "";
        return problem.detail() + wait;
    }

    /** {@code /images/0} is {@code images[0]} there. */
    private static @Nullable String param(String pointer) {
        if (pointer.isEmpty() || pointer.equals("/")) {
            return null;
        }
        String name = pointer.startsWith("/") ? pointer.substring(1) : pointer;
        return name.replaceAll("/([0-9]+)", "[$1]").replace('/', '.');
    }

    private static Kind kind(ProblemCode code, int status) {
        return switch (code) {
            case MALFORMED_REQUEST, UNPROCESSABLE ->
                new Kind(code == ProblemCode.UNPROCESSABLE ? 400 : status, BAD_REQUEST, null);
            case INVALID_CURSOR,
                    METHOD_NOT_ALLOWED,
                    NOT_ACCEPTABLE,
                    REQUEST_TIMEOUT,
                    CONFLICT,
                    IN_FLIGHT,
                    VERSION_CHANGED,
                    BODY_TOO_LARGE,
                    UNSUPPORTED_MEDIA_TYPE,
                    IDEMPOTENCY_MISMATCH,
                    PRECONDITION_REQUIRED -> new Kind(status, BAD_REQUEST, code.word());
            case UNAUTHENTICATED, WRONG_CREDENTIALS -> new Kind(401, BAD_REQUEST, "invalid_api_key");
            case INSUFFICIENT_CREDITS, TOKEN_SPEND_LIMIT, KEY_SPEND_CAP ->
                new Kind(429, "insufficient_quota", "insufficient_quota");
            case FORBIDDEN, INSUFFICIENT_SCOPE, ADDRESS_NOT_ALLOWED, CROSS_SITE, LINK_EXPIRED ->
                new Kind(403, "permission_error", code.word());
            case NOT_FOUND, GONE -> new Kind(404, BAD_REQUEST, null);
            case CONTENT_BLOCKED -> new Kind(400, "image_generation_user_error", "moderation_blocked");
            case RATE_LIMITED -> new Kind(429, "requests", "rate_limit_exceeded");
            case INTERNAL_ERROR, PROVIDER_ERROR, PROVIDER_TIMEOUT -> new Kind(status, SERVER, code.word());
            case UNAVAILABLE -> new Kind(503, SERVER, "server_is_overloaded");
        };
    }
}
