package dev.atelier.providers.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atelier.core.fakes.SettableClock;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.providers.guard.OperationHealth.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GuardTest {
    private static final ProviderId ROW = new ProviderId("row");

    private final SettableClock clock = SettableClock.standing(Instant.parse("2026-11-21T10:00:00Z"));
    private final AtomicInteger asked = new AtomicInteger();
    private Guard guard = guard(Map.of());

    private Guard guard(Map<String, String> options) {
        return new Guard(ROW, Operation.SUBMIT, GuardLimits.of(options, Operation.SUBMIT, 24), clock);
    }

    private String answers() {
        return guard.call(() -> {
            asked.incrementAndGet();
            return "yes";
        });
    }

    private ProviderFailure fails(FailureKind kind) {
        return catchThrowableOfType(
                ProviderFailure.class,
                () -> guard.call(() -> {
                    asked.incrementAndGet();
                    throw new ProviderFailure(ROW, kind, "the vendor said so");
                }));
    }

    private void fails(FailureKind kind, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(fails(kind).getMessage()).isEqualTo("the vendor said so");
        }
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void onlyIllnessOpensTheBreaker(FailureKind kind) {
        fails(kind, 10);
        boolean ill = kind == FailureKind.UNAVAILABLE || kind == FailureKind.OUTCOME_UNKNOWN;
        assertThat(guard.health().state()).isEqualTo(ill ? State.OPEN : State.CLOSED);
        assertThat(guard.health().reason()).isEqualTo(ill ? "the vendor said so" : null);
        assertThat(guard.health().since()).isEqualTo(ill ? clock.instant() : null);
    }

    @Test
    void nineFailuresAreTooFewToJudgeBy() {
        fails(FailureKind.UNAVAILABLE, 9);
        assertThat(answers()).isEqualTo("yes");
        // The tenth call went well, nine of ten did not.
        assertThat(guard.health().state()).isEqualTo(State.OPEN);
    }

    @Test
    void anOpenBreakerSendsNothingAndSaysWhenToComeBack() {
        fails(FailureKind.UNAVAILABLE, 10);
        clock.advance(Duration.ofMillis(500));

        ProviderFailure refused = fails(FailureKind.OUTCOME_UNKNOWN);

        assertThat(asked).hasValue(10);
        assertThat(refused.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(refused.retryAfter()).contains(Duration.ofMillis(1_500));
        assertThat(refused.getMessage()).isEqualTo("row: not asked to submit, the breaker is open");
    }

    @Test
    void aHealedVendorIsBackAfterThreeGoodCalls() {
        fails(FailureKind.UNAVAILABLE, 10);
        clock.advance(Duration.ofMillis(2_001));
        assertThat(guard.health().state()).isEqualTo(State.HALF_OPEN);
        answers();
        answers();
        assertThat(guard.health().state()).isEqualTo(State.HALF_OPEN);
        answers();
        assertThat(guard.health().state()).isEqualTo(State.CLOSED);
        assertThat(guard.health().reason()).isNull();
    }

    @Test
    void aVendorThatStaysIllIsTriedLessOftenButAtLeastEveryHalfMinute() {
        fails(FailureKind.UNAVAILABLE, 10);
        for (int wait : new int[] {2, 4, 8, 16, 30, 30}) {
            clock.advance(Duration.ofSeconds(wait).minusMillis(1));
            int before = asked.get();
            assertThat(fails(FailureKind.UNAVAILABLE).retryAfter()).contains(Duration.ofSeconds(1));
            assertThat(asked).hasValue(before);
            clock.advance(Duration.ofMillis(2));
            fails(FailureKind.UNAVAILABLE, 3);
            assertThat(guard.health().state()).isEqualTo(State.OPEN);
        }
    }

    @Test
    void aRefusalInTheTrialIsASignOfHealth() {
        fails(FailureKind.OUTCOME_UNKNOWN, 10);
        clock.advance(Duration.ofMillis(2_001));
        fails(FailureKind.CONTENT_REFUSED, 3);
        assertThat(guard.health().state()).isEqualTo(State.CLOSED);
    }

    @Test
    void beingToldToWaitInTheTrialGivesItsPlaceBack() {
        fails(FailureKind.OUTCOME_UNKNOWN, 10);
        clock.advance(Duration.ofMillis(2_001));
        fails(FailureKind.RATE_LIMITED, 5);
        answers();
        answers();
        answers();
        assertThat(guard.health().state()).isEqualTo(State.CLOSED);
    }

    @Test
    void anAdminClosesItAndTheCountBeginsAnew() {
        fails(FailureKind.UNAVAILABLE, 10);
        guard.close();
        assertThat(guard.health().state()).isEqualTo(State.CLOSED);
        fails(FailureKind.UNAVAILABLE, 9);
        assertThat(guard.health().state()).isEqualTo(State.CLOSED);
    }

    @Test
    void withoutABreakerEveryCallGoesThrough() {
        guard = guard(Map.of("breaker", "off"));
        fails(FailureKind.UNAVAILABLE, 30);
        guard.close();
        fails(FailureKind.UNAVAILABLE, 1);
        assertThat(asked).hasValue(31);
        assertThat(guard.health().state()).isEqualTo(State.CLOSED);
    }

    @Test
    void noMoreCallsRunThanMay() throws Exception {
        guard = guard(Map.of("maxInFlight", "1"));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Thread first = new Thread(() -> guard.call(() -> {
            inside.countDown();
            try {
                return leave.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
        first.start();
        assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(guard.health().inFlight()).isEqualTo(1);

        ProviderFailure refused = fails(FailureKind.UNAVAILABLE);
        assertThat(refused.kind()).isEqualTo(FailureKind.RATE_LIMITED);
        assertThat(refused.retryAfter()).isPresent();
        assertThat(asked).hasValue(0);

        leave.countDown();
        first.join();
        assertThat(answers()).isEqualTo("yes");
        assertThat(guard.health().inFlight()).isZero();
    }

    @Test
    void noMoreCallsBeginInASecondThanMay() {
        guard = guard(Map.of("callsPerSecond", "1000", "submit.callsPerSecond", "2"));
        int through = 0;
        ProviderFailure refused = null;
        while (refused == null && through < 7) {
            try {
                answers();
                through++;
            } catch (ProviderFailure e) {
                refused = e;
            }
        }
        // Two in the second that runs, and two more if it ended meanwhile.
        assertThat(through).isBetween(2, 4);
        assertThat(refused.kind()).isEqualTo(FailureKind.RATE_LIMITED);
        assertThat(guard.health().callsPerSecond()).isEqualTo(2);
    }
}
