package dev.atelier.app.http;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Every kind of refusal the API knows: the word clients switch on, its status, and what a person should do. */
public enum ProblemCode {
    MALFORMED_REQUEST(
            400, false, "The request is malformed", "Compare the fields named in `errors` with the API reference."),
    INVALID_CURSOR(400, false, "The cursor is not valid", "Start the list again without `cursor`."),
    UNAUTHENTICATED(401, false, "Sign in first", "Sign in again, or send a valid `Authorization: Bearer` token."),
    WRONG_CREDENTIALS(401, false, "E-mail or password is wrong", "Check both, or ask an admin for a new sign-in link."),
    INSUFFICIENT_CREDITS(402, false, "Not enough credits", "Ask an admin to grant credits, or ask for fewer pictures."),
    TOKEN_SPEND_LIMIT(
            402,
            false,
            "The access token may not spend as much",
            "Ask for fewer pictures, wait for the next period, or use a token with a higher limit."),
    KEY_SPEND_CAP(
            402,
            false,
            "Your own key may not cost as much",
            "Ask for less, raise the key's spend cap, or switch the key off to use the platform's."),
    FORBIDDEN(403, false, "Your role may not do this", "Ask an admin of your org for the role that the detail names."),
    INSUFFICIENT_SCOPE(
            403,
            false,
            "The access token may not do this",
            "Make a token with the scope that the detail names, or sign in yourself where no token is let in."),
    ADDRESS_NOT_ALLOWED(
            403,
            false,
            "The access token is not good here",
            "Use it from an address that it allows, or make a token that allows yours."),
    CROSS_SITE(
            403,
            false,
            "The request came from a foreign page",
            "Send the header `Atelier-Csrf: 1` from an allowed origin."),
    LINK_EXPIRED(403, false, "The link is not valid, or no longer", "Read the resource again for a fresh link."),
    NOT_FOUND(404, false, "Not found", "Check the address; what belongs to another org is not found either."),
    METHOD_NOT_ALLOWED(405, false, "This method is not allowed here", "Use a method of the `Allow` header."),
    NOT_ACCEPTABLE(
            406, false, "No acceptable media type", "Send an `Accept` header that covers what the detail names."),
    REQUEST_TIMEOUT(408, true, "The body came too slowly", "Send it again over a faster connection."),
    CONFLICT(409, false, "The state does not allow this", "Read the resource again and decide anew."),
    IN_FLIGHT(409, true, "The first call still runs", "Repeat the same call after `Retry-After`."),
    GONE(410, false, "No longer there", "Use the replacement that the detail names, if there is one."),
    VERSION_CHANGED(
            412,
            false,
            "Somebody changed it meanwhile",
            "Read the resource again, and send its new `ETag` as `If-Match`."),
    BODY_TOO_LARGE(413, false, "The body is too large", "Send less; the detail names the limit."),
    UNSUPPORTED_MEDIA_TYPE(415, false, "This media type is not taken here", "Send the type that the detail names."),
    UNPROCESSABLE(422, false, "This cannot be done as asked", "Change the fields named in `errors`."),
    IDEMPOTENCY_MISMATCH(
            422, false, "The key was used for another request", "Use a new `Idempotency-Key` for a new request."),
    CONTENT_BLOCKED(422, false, "The content was refused", "Change the prompt or the pictures."),
    PRECONDITION_REQUIRED(428, false, "If-Match is required", "Read the resource, and send its `ETag` as `If-Match`."),
    RATE_LIMITED(429, true, "Too many requests", "Wait for `Retry-After`, then go on more slowly."),
    INTERNAL_ERROR(500, true, "Something went wrong here", "Try again; give the operator the `requestId` if it stays."),
    PROVIDER_ERROR(502, false, "The provider failed", "Read `provider`; try again, or use another provider."),
    UNAVAILABLE(503, true, "Not available just now", "Try again after `Retry-After`."),
    PROVIDER_TIMEOUT(504, true, "The provider did not answer in time", "Try again later.");

    private final int status;
    private final boolean retryable;
    private final String title;
    private final String advice;

    ProblemCode(int status, boolean retryable, String title, String advice) {
        this.status = status;
        this.retryable = retryable;
        this.title = title;
        this.advice = advice;
    }

    public int status() {
        return status;
    }

    /** True if the same request may succeed later without a change. */
    public boolean retryable() {
        return retryable;
    }

    public String title() {
        return title;
    }

    /** What the caller can do about it. */
    public String advice() {
        return advice;
    }

    /** The word in {@code code}, such as {@code insufficient_credits}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The word in addresses, such as {@code insufficient-credits}. */
    public String slug() {
        return word().replace('_', '-');
    }

    static Optional<ProblemCode> ofSlug(String slug) {
        return Arrays.stream(values()).filter(code -> code.slug().equals(slug)).findFirst();
    }

    /** The code for an HTTP status that a library chose. */
    static ProblemCode ofStatus(int status) {
        return switch (status) {
            case 401 -> UNAUTHENTICATED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 408 -> REQUEST_TIMEOUT;
            case 409 -> CONFLICT;
            case 410 -> GONE;
            case 413 -> BODY_TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 422 -> UNPROCESSABLE;
            case 429 -> RATE_LIMITED;
            case 503 -> UNAVAILABLE;
            default -> status >= 400 && status < 500 ? MALFORMED_REQUEST : INTERNAL_ERROR;
        };
    }
}
