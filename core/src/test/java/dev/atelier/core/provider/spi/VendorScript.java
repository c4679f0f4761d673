package dev.atelier.core.provider.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atelier.core.fakes.LogCapture;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * How an adapter's test makes its vendor behave, on a local server of its own. Each method sets what the vendor does from then
 * on, until the next one is called.
 */
public abstract class VendorScript {
    /** Stands in every order and question, and must not be told to anybody. */
    protected static final String PRIVATE = "unspoken-4711";

    private LogCapture log;

    /** Answers so broken that no adapter may believe them. */
    public enum Garbage {
        /** Success status, body is no JSON. */
        NOT_JSON,
        /** Success status, JSON of another shape. */
        OTHER_JSON,
        /** Success status, no body at all. */
        EMPTY,
        /** Success status, the body ends in the middle. */
        CUT_OFF,
        /** Bytes that are no HTTP, and then the end of the connection. */
        NO_HTTP,
        /** The connection is reset instead of an answer. */
        RESET,
        /** The answers that were set before, each with more blanks behind it than any client reads. */
        HUGE
    }

    /** The kinds that the vendor documents and tells apart on the paid route. */
    protected abstract Set<FailureKind> refusals();

    /** The vendor refuses with its documented answer of this kind; one of {@link #refusals()}. */
    protected abstract void vendorRefuses(FailureKind kind);

    /** The vendor reads the whole request and then closes the connection without an answer. */
    protected abstract void vendorHangsUpAfterReadingTheRequest();

    /** The vendor answers with success and rubbish; {@link Garbage#HUGE} spoils the answers that it gives already. */
    protected abstract void vendorAnswersGarbage(Garbage garbage);

    /** The vendor answers well, but later than {@code callTimeout}; keep the call timeout of the tested provider short. */
    protected abstract void vendorAnswersSlowly();

    /** Nothing listens at the vendor's address, or it refuses the connection. */
    protected abstract void vendorIsDown();

    /** Requests that arrived at the paid route since the test began. */
    protected abstract int paidRequestsSeen();

    /** The key and every other secret the provider was built with; found in no message and no {@code toString}. */
    protected abstract Set<String> secretsToLookFor();

    @BeforeEach
    final void listenToTheLog() {
        log = new LogCapture();
    }

    /** In every test, not only in the one that is about it. */
    @AfterEach
    final void theLogTellsNothing() {
        log.close();
        log.lines().forEach(this::tellsNothing);
    }

    /** What was logged since the test began. */
    final List<String> logged() {
        return log.lines();
    }

    final void tellsNothing(String text) {
        tellsNoSecret(text);
        assertThat(text).doesNotContain(PRIVATE);
    }

    /** Also looks at the causes, because loggers print them. */
    final void tellsNothing(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            tellsNothing(cause.toString());
        }
    }

    /** True if the adapter's test says that this cannot be asked of it. */
    final boolean without(Check check) {
        return Checks.reasonToLeaveOut(getClass(), check).isPresent();
    }

    /** Runs a call that must fail, and looks at the failure for secrets. */
    final ProviderFailure failureOf(ThrowingCallable call) {
        ProviderFailure failure = catchThrowableOfType(ProviderFailure.class, call);
        assertThat(failure).as("a ProviderFailure").isNotNull();
        tellsNothing(failure);
        return failure;
    }

    final void tellsNoSecret(String text) {
        for (String secret : secretsToLookFor()) {
            assertThat(text).doesNotContain(secret);
        }
    }

    static void tookAtMost(Duration limit, Duration took) {
        // One second for a machine that is busy with other things.
        assertThat(took).isLessThan(limit.plusSeconds(1));
    }
}
