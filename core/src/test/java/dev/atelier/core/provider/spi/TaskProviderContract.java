package dev.atelier.core.provider.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.fakes.Together;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorTaskId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every {@link TaskProvider} promises, whatever it makes; each port has a contract of its own that extends this one. */
public abstract class TaskProviderContract extends VendorScript {
    private TaskProvider provider;

    /** The provider under test; its call timeout is some seconds at most. The same during one test. */
    protected abstract TaskProvider provider();

    /**
     * The vendor takes the next submits: as a task of this name, or with a picture if {@link #answersAtOnce()}. A
     * vendor that names its tasks itself may call several submits by the same name.
     */
    protected abstract void vendorAccepts(String task);

    /** The vendor tells that this task still runs. */
    protected abstract void vendorStillWorksOn(String task);

    /** The vendor tells that this task is done, with one picture. */
    protected abstract void vendorHasFinished(String task);

    /** The vendor tells that it gave this task up. */
    protected abstract void vendorGaveUp(String task);

    /** The vendor does not list the task yet: its answer for an unknown task. */
    protected abstract void vendorDoesNotList(String task);

    /**
     * The vendor's genuine callback about this task, fresh and signed if it signs; its name stands in the body as it is. To be
     * scripted for every vendor that calls back.
     */
    protected RawCallback vendorCalls(String task) {
        throw new AssertionError("script the callback of this vendor: override vendorCalls");
    }

    /** True for a vendor that answers a submit with the pictures: it has no tasks to poll. */
    protected boolean answersAtOnce() {
        return false;
    }

    /** Submits a new order that this vendor can take; {@link #PRIVATE} stands in its prompt. */
    protected abstract Submission submit();

    /** A model that this vendor has. */
    protected abstract ModelId model();

    @BeforeEach
    void makeProvider() {
        provider = provider();
    }

    @Test
    void itSaysWhoItIs() {
        assertThat(provider.displayName()).isNotBlank();
        assertThat(provider.callTimeout()).isPositive();
        tellsNoSecret(provider.toString());
    }

    @Test
    @Proves(Check.SUCCESS)
    void anAcceptedOrderIsSentOnceAndGivesTheTaskOrThePictures() {
        vendorAccepts("t-1");

        Submission submission = submit();

        assertThat(paidRequestsSeen()).isEqualTo(1);
        submission.fold(
                accepted -> {
                    assertThat(answersAtOnce()).isFalse();
                    assertThat(accepted.task().value()).contains("t-1");
                    assertThat(accepted.pollAfter()).isGreaterThanOrEqualTo(Duration.ZERO);
                    return true;
                },
                completed -> {
                    assertThat(answersAtOnce()).isTrue();
                    assertThat(completed.files()).isNotEmpty();
                    return true;
                });
        tellsNothing(submission.toString());
    }

    @Test
    @Proves(Check.HANG_UP)
    void submitIsNeverSentTwiceWhenTheAnswerIsLost() {
        vendorAccepts("t-1");
        submit(); // leaves a pooled connection behind, which an HTTP client likes to retry on
        vendorHangsUpAfterReadingTheRequest();

        ProviderFailure failure = failureOf(() -> submit());

        assertThat(paidRequestsSeen()).isEqualTo(2);
        assertThat(failure.kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN);
        assertThat(failure.provider()).isEqualTo(provider.id());
    }

    @TestFactory
    @Proves({Check.MALFORMED, Check.TRUNCATED, Check.HANG_UP, Check.HUGE})
    Stream<DynamicTest> rubbishAfterASubmitLeavesItsFateUnknown() {
        return Stream.of(Garbage.values())
                .map(garbage -> dynamicTest(garbage.name(), () -> {
                    vendorAccepts("t-1");
                    int before = paidRequestsSeen();
                    vendorAnswersGarbage(garbage);

                    ProviderFailure failure = failureOf(() -> submit());

                    assertThat(failure.kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN);
                    assertThat(paidRequestsSeen()).isEqualTo(before + 1);
                }));
    }

    @TestFactory
    @Proves(Check.REFUSALS)
    Stream<DynamicTest> eachRefusalIsSortedAndNotRetried() {
        return refusals().stream()
                .map(kind -> dynamicTest(kind.name(), () -> {
                    int before = paidRequestsSeen();
                    vendorRefuses(kind);

                    ProviderFailure failure = failureOf(() -> submit());

                    assertThat(failure.kind()).isEqualTo(kind);
                    assertThat(paidRequestsSeen()).isEqualTo(before + 1);
                }));
    }

    @Test
    @Proves(Check.DOWN)
    void aVendorThatIsDownStartedNothing() {
        vendorIsDown();

        ProviderFailure failure = failureOf(() -> submit());

        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
    }

    @Test
    @Proves(Check.SLOW)
    void aSlowSubmitEndsInTimeAndItsFateIsUnknown() {
        vendorAnswersSlowly();
        long start = System.nanoTime();

        ProviderFailure failure = failureOf(() -> submit());

        tookAtMost(provider.callTimeout(), Duration.ofNanos(System.nanoTime() - start));
        assertThat(failure.kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN);
        assertThat(paidRequestsSeen()).isEqualTo(1);
    }

    @Test
    @Proves(Check.THREADS)
    void manyThreadsShareOneProvider() {
        vendorAccepts("t-1");

        List<Submission> submissions = Together.run(64, i -> submit());

        assertThat(submissions).hasSize(64);
        assertThat(paidRequestsSeen()).isEqualTo(64);
    }

    @Test
    @Proves(Check.TASKS)
    void aTaskIsPolledAsOftenAsOneLikesForFree() {
        VendorTaskId task = submitted("t-1");
        vendorStillWorksOn("t-1");
        assertThat(provider.poll(task)).isInstanceOf(TaskProgress.Running.class);
        assertThat(provider.poll(task)).isInstanceOf(TaskProgress.Running.class);
        vendorHasFinished("t-1");

        for (int i = 0; i < 2; i++) {
            TaskProgress progress = provider.poll(task);
            assertThat(progress)
                    .isInstanceOfSatisfying(
                            TaskProgress.Succeeded.class,
                            done -> assertThat(done.files()).isNotEmpty());
            tellsNothing(progress.toString());
        }
        assertThat(paidRequestsSeen()).isEqualTo(1);
    }

    @Test
    @Proves(Check.TASKS)
    void aTaskThatIsNotListedYetCountsAsRunning() {
        VendorTaskId task = submitted("t-1");
        vendorDoesNotList("t-1");

        assertThat(provider.poll(task)).isInstanceOf(TaskProgress.Running.class);
    }

    @Test
    @Proves(Check.TASKS)
    void aTaskThatTheVendorGaveUpHasFailed() {
        VendorTaskId task = submitted("t-1");
        vendorGaveUp("t-1");

        assertThat(provider.poll(task)).isInstanceOfSatisfying(TaskProgress.Failed.class, failed -> {
            assertThat(failed.kind().retryable()).isFalse();
            assertThat(failed.kind()).isNotEqualTo(FailureKind.OUTCOME_UNKNOWN);
            assertThat(failed.message()).isNotBlank();
            tellsNothing(failed.toString());
        });
    }

    @TestFactory
    @Proves(Check.TASKS)
    Stream<DynamicTest> rubbishAfterAPollDecidesNothing() {
        VendorTaskId task = submitted("t-1");
        return Stream.of(Garbage.values())
                .map(garbage -> dynamicTest(garbage.name(), () -> {
                    vendorHasFinished("t-1");
                    vendorAnswersGarbage(garbage);
                    failureOf(() -> provider.poll(task));
                    vendorHasFinished("t-1");
                    assertThat(provider.poll(task)).isInstanceOf(TaskProgress.Succeeded.class);
                }));
    }

    @Test
    @Proves(Check.TASKS)
    void aSlowPollEndsInTime() {
        VendorTaskId task = submitted("t-1");
        vendorAnswersSlowly();
        long start = System.nanoTime();

        failureOf(() -> provider.poll(task));

        tookAtMost(provider.callTimeout(), Duration.ofNanos(System.nanoTime() - start));
    }

    @Test
    @Proves(Check.SECRETS)
    void neitherWordsNorLogTellASecret() {
        System.getLogger("contract").log(System.Logger.Level.DEBUG, "the log is read");
        vendorAccepts("t-1");
        tellsNothing(submit().toString());
        for (FailureKind kind : refusals()) {
            vendorRefuses(kind);
            failureOf(this::submit);
        }
        tellsNothing(provider.toString());

        assertThat(logged()).anyMatch(line -> line.contains("the log is read")).allSatisfy(this::tellsNothing);
    }

    @Test
    void whatIsLeftOutIsNotThere() {
        assertThat(without(Check.TASKS))
                .as("@Without(TASKS) on the test of a vendor that answers at once, and of no other")
                .isEqualTo(answersAtOnce());
        assertThat(without(Check.CALLBACK))
                .as("@Without(CALLBACK) on the test of a vendor that calls nobody, and of no other")
                .isEqualTo(!provider.callsBack());
    }

    @Test
    @Proves({Check.CALLBACK, Check.EARLY})
    void aCallbackNamesItsTaskAlsoBeforeTheSubmitHasAnswered() {
        CallbackSignal signal = provider.readCallback(called("t-1"));

        assertThat(signal.task()).isNotNull();
        assertThat(signal.task().value()).contains("t-1");
        assertThat(signal.trust()).isNotEqualTo(CallbackSignal.Trust.REFUSED);
        if (signal.trust() != CallbackSignal.Trust.BODY_SIGNED) {
            assertThat(signal.outcome()).isNull();
        }
        assertThat(paidRequestsSeen()).isZero();
    }

    @Test
    @Proves(Check.FORGED)
    void aForgedCallbackIsNotBelieved() {
        RawCallback genuine = called("t-1");
        boolean signs = provider.readCallback(genuine).trust() != CallbackSignal.Trust.UNSIGNED;
        String body = new String(genuine.body(), StandardCharsets.UTF_8);
        byte[] other = body.replace("t-1", "t-2").getBytes(StandardCharsets.UTF_8);
        assertThat(other).isNotEqualTo(genuine.body());

        notBelieved(new RawCallback(genuine.headers(), other, genuine.receivedAt()), signs);
        notBelieved(new RawCallback(Map.of(), genuine.body(), genuine.receivedAt()), signs);
    }

    @Test
    @Proves(Check.REPLAYED)
    void aReplayedCallbackIsNotBelieved() {
        RawCallback genuine = called("t-1");
        boolean signs = provider.readCallback(genuine).trust() != CallbackSignal.Trust.UNSIGNED;

        Instant nextDay = genuine.receivedAt().plus(Duration.ofDays(1));
        notBelieved(new RawCallback(genuine.headers(), genuine.body(), nextDay), signs);
    }

    @Test
    @Proves(Check.DUPLICATE)
    void aCallbackThatComesTwiceSaysTheSameTwice() {
        RawCallback callback = called("t-1");

        assertThat(provider.readCallback(callback)).isEqualTo(provider.readCallback(callback));
        assertThat(paidRequestsSeen()).isZero();
    }

    private void notBelieved(RawCallback callback, boolean signs) {
        CallbackSignal signal = provider.readCallback(callback);
        assertThat(signal.outcome()).isNull();
        assertThat(signal.trust()).isEqualTo(signs ? CallbackSignal.Trust.REFUSED : CallbackSignal.Trust.UNSIGNED);
    }

    private RawCallback called(String task) {
        Assumptions.assumeTrue(provider.callsBack(), "this vendor calls nobody");
        return vendorCalls(task);
    }

    @Test
    void noCallbackMakesItThrowOrBelieveAnUnsignedOutcome() {
        HashSet<CallbackSignal.Trust> trusts = new HashSet<>();
        for (String body : List.of("", "{", "[]", "null", "\u0000", "{\"taskId\":\"t-1\"}", "x".repeat(100_000))) {
            CallbackSignal signal = provider.readCallback(
                    new RawCallback(Map.of(), body.getBytes(StandardCharsets.UTF_8), Instant.EPOCH));
            assertThat(signal.outcome()).isNull();
            trusts.add(signal.trust());
        }
        assertThat(trusts).isSubsetOf(CallbackSignal.Trust.UNSIGNED, CallbackSignal.Trust.REFUSED);
    }

    @Test
    void anUnknownReferenceIsNotFound() {
        vendorDoesNotList("t-1");

        assertThat(provider.findByReference(UUID.randomUUID().toString())).isEmpty();
    }

    /** Submits and gives the task; skips the test for a vendor without tasks, since it has nothing to promise there. */
    private VendorTaskId submitted(String task) {
        Assumptions.assumeFalse(answersAtOnce(), "this vendor answers at once: there are no tasks");
        vendorAccepts(task);
        return submit().fold(Submission.Accepted::task, completed -> {
            throw new AssertionError("pictures came at once");
        });
    }
}
