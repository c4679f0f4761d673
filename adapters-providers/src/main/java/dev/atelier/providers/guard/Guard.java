package dev.atelier.providers.guard;

import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands before one operation of one row. What it refuses was never sent, and it says so: {@code UNAVAILABLE} while the breaker is open,
 * {@code RATE_LIMITED} where there is no room. Thread-safe.
 */
final class Guard {
    /** Half of the last calls failing opens the breaker, once there were enough of them to judge by. */
    private static final int WINDOW = 20;

    private static final int ENOUGH = 10;
    private static final int TRIALS = 3;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration NO_ROOM = Duration.ofSeconds(1);

    private final ProviderId row;
    private final Operation operation;
    private final GuardLimits limits;
    private final Clock clock;
    private final Bulkhead bulkhead;
    private final @Nullable RateLimiter pace;
    private final CircuitBreaker breaker;
    private volatile @Nullable String lastFailure;
    private volatile @Nullable Instant since;
    private volatile Duration wait = FIRST_WAIT;

    Guard(ProviderId row, Operation operation, GuardLimits limits, Clock clock) {
        this.row = row;
        this.operation = operation;
        this.limits = limits;
        this.clock = clock;
        String name = row + " " + operation.word();
        this.bulkhead = Bulkhead.of(
                name,
                BulkheadConfig.custom()
                        .maxConcurrentCalls(limits.maxInFlight())
                        .maxWaitDuration(Duration.ZERO)
                        .build());
        this.pace = limits.callsPerSecond() == 0
                ? null
                : RateLimiter.of(
                        name,
                        RateLimiterConfig.custom()
                                .limitForPeriod(limits.callsPerSecond())
                                .limitRefreshPeriod(Duration.ofSeconds(1))
                                .timeoutDuration(Duration.ZERO)
                                .build());
        this.breaker = CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .slidingWindow(WINDOW, ENOUGH, CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                        .failureRateThreshold(50)
                        .permittedNumberOfCallsInHalfOpenState(TRIALS)
                        .waitIntervalFunctionInOpenState(this::waitAfter)
                        .recordException(Guard::ill)
                        .ignoreException(failure -> !tells(failure))
                        .clock(clock)
                        .build());
        if (!limits.breaker()) {
            breaker.transitionToDisabledState();
        }
        breaker.getEventPublisher().onStateTransition(event -> since = clock.instant());
    }

    <T> T call(Supplier<T> call) {
        if (!bulkhead.tryAcquirePermission()) {
            throw refused(FailureKind.RATE_LIMITED, limits.maxInFlight() + " calls run already", NO_ROOM);
        }
        try {
            return paced(call);
        } finally {
            bulkhead.onComplete();
        }
    }

    private <T> T paced(Supplier<T> call) {
        RateLimiter limiter = pace;
        if (!breaker.tryAcquirePermission()) {
            throw refused(FailureKind.UNAVAILABLE, "the breaker is open", untilTried());
        }
        if (limiter != null && !limiter.acquirePermission()) {
            breaker.releasePermission();
            throw refused(
                    FailureKind.RATE_LIMITED, "no more than " + limits.callsPerSecond() + " calls a second", NO_ROOM);
        }
        long start = breaker.getCurrentTimestamp();
        T answer;
        try {
            answer = call.get();
        } catch (RuntimeException | Error failure) {
            if (ill(failure)) {
                lastFailure = failure.getMessage();
            }
            breaker.onError(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit(), failure);
            throw failure;
        }
        breaker.onSuccess(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit());
        return answer;
    }

    /** Only these mean that the vendor is ill; all else is an answer, and one that refuses well is well. */
    private static boolean ill(Throwable failure) {
        return failure instanceof ProviderFailure known
                && (known.kind() == FailureKind.UNAVAILABLE || known.kind() == FailureKind.OUTCOME_UNKNOWN);
    }

    /** Being told to wait tells nothing of the vendor's health, nor does a bug of ours. */
    private static boolean tells(Throwable failure) {
        return failure instanceof ProviderFailure known && known.kind() != FailureKind.RATE_LIMITED;
    }

    private long waitAfter(int opened) {
        Duration longer = FIRST_WAIT.multipliedBy(1L << Math.min(Math.max(opened - 1, 0), 4));
        wait = longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
        return wait.toMillis();
    }

    private Duration untilTried() {
        Instant opened = since;
        Duration left = opened == null ? FIRST_WAIT : Duration.between(clock.instant(), opened.plus(wait));
        return left.compareTo(NO_ROOM) < 0 ? NO_ROOM : left;
    }

    private ProviderFailure refused(FailureKind kind, String why, Duration retryAfter) {
        return new ProviderFailure(
                row, kind, row + ": not asked to " + operation.word() + ", " + why, retryAfter, null);
    }

    /** Lets calls through again, as if none had failed. */
    void close() {
        if (limits.breaker()) {
            breaker.transitionToClosedState();
            lastFailure = null;
        }
    }

    OperationHealth health() {
        OperationHealth.State state = state();
        return new OperationHealth(
                operation,
                state,
                state == OperationHealth.State.CLOSED ? null : lastFailure,
                since,
                limits.maxInFlight() - bulkhead.getMetrics().getAvailableConcurrentCalls(),
                limits.maxInFlight(),
                limits.callsPerSecond() == 0 ? null : limits.callsPerSecond());
    }

    private OperationHealth.State state() {
        Instant opened = since;
        return switch (breaker.getState()) {
            case CLOSED, DISABLED, METRICS_ONLY -> OperationHealth.State.CLOSED;
            case HALF_OPEN -> OperationHealth.State.HALF_OPEN;
            // The next call will be let through; until one comes, the library still calls it open.
            case OPEN, FORCED_OPEN ->
                opened != null && clock.instant().isAfter(opened.plus(wait))
                        ? OperationHealth.State.HALF_OPEN
                        : OperationHealth.State.OPEN;
        };
    }
}
