package dev.atelier.app.openai;

import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.core.generation.Refusal;
import dev.atelier.core.generation.TaskFailure;
import java.time.Duration;
import java.util.Map;

/** Says in HTTP why no answer came. Nothing was charged in any of these cases. */
final class ChatProblems {
    private static final Duration PROVIDER_PAUSE = Duration.ofSeconds(30);

    /** Where our field has another name than theirs. */
    private static final Map<String, String> THEIRS = Map.of("/maxTokens", "/max_completion_tokens");

    private ChatProblems() {}

    static Problem of(Refusal refusal) {
        return switch (refusal.code()) {
            case INVALID ->
                Problem.of(ProblemCode.UNPROCESSABLE, refusal.detail())
                        .withFields(refusal.errors().stream()
                                .map(error -> new Problem.Field(
                                        THEIRS.getOrDefault(error.field(), error.field()),
                                        error.code(),
                                        error.detail(),
                                        null))
                                .toList());
            case NO_PROVIDER ->
                Problem.of(ProblemCode.UNAVAILABLE, refusal.detail()).retryAfter(PROVIDER_PAUSE);
            case NO_PRICE -> Problem.unprocessable("/model", "no_price", refusal.detail());
            case MODEL_RETIRED -> Problem.of(ProblemCode.GONE, refusal.detail());
            case NOT_ENOUGH_CREDITS -> Problem.of(ProblemCode.INSUFFICIENT_CREDITS, refusal.detail());
            case TOKEN_SPEND_LIMIT -> Problem.of(ProblemCode.TOKEN_SPEND_LIMIT, refusal.detail());
            case KEY_SPEND_CAP -> Problem.of(ProblemCode.KEY_SPEND_CAP, refusal.detail());
            case NO_QUOTE, QUOTE_OVER, STILL_RUNNING, NOTHING_TO_RETRY ->
                Problem.of(ProblemCode.CONFLICT, refusal.detail());
        };
    }

    static Problem of(TaskFailure failure) {
        ProblemCode code = switch (failure.kind()) {
            case INVALID_ORDER -> ProblemCode.UNPROCESSABLE;
            case CONTENT_REFUSED -> ProblemCode.CONTENT_BLOCKED;
            case RATE_LIMITED, UNAVAILABLE -> ProblemCode.UNAVAILABLE;
            case DEADLINE_PASSED -> ProblemCode.PROVIDER_TIMEOUT;
            case CREDENTIALS, VENDOR_BALANCE, OUTCOME_UNKNOWN, VENDOR_FAILED, RESULT_UNUSABLE, CANCELLED, INTERNAL ->
                ProblemCode.PROVIDER_ERROR;
        };
        return Problem.of(code, failure.message()).retryable(failure.kind().retryable());
    }
}
