package dev.atelier.core.provider.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import java.time.Duration;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * How an adapter's test makes its vendor behave, on a local server of its own. Each method sets what the vendor does from then
 * on, until the next one is called.
 */
public abstract class VendorScript {
    /** Answers so broken that no adapter may believe them. */
    public enum Garbage {
        /** Success status, body is no JSON. */
        NOT_JSON,
        /** Success status, JSON of another shape. */
        OTHER_JSON,
        /** Success status, no body at all. */
        EMPTY,
        /** Success status, the body ends in the middle. */
        CUT_OFF
    }

    /** The kinds that the vendor documents and tells apart on the paid route. */
    protected abstract Set<FailureKind> refusals();

    /** The vendor refuses with its documented answer of this kind; one of {@link #refusals()}. */
    protected abstract void vendorRefuses(FailureKind kind);

    /** The vendor reads the whole request and then closes the connection without an answer. */
    protected abstract void vendorHangsUpAfterReadingTheRequest();

    /** The vendor answers with success and rubbish. */
    protected abstract void vendorAnswersGarbage(Garbage garbage);

    /** The vendor answers well, but later than {@code callTimeout}; keep the call timeout of the tested provider short. */
    protected abstract void vendorAnswersSlowly();

    /** Nothing listens at the vendor's address, or it refuses the connection. */
    protected abstract void vendorIsDown();

    /** Requests that arrived at the paid route since the test began. */
    protected abstract int paidRequestsSeen();

    /** The key and every other secret the provider was built with; found in no message and no {@code toString}. */
    protected abstract Set<String> secretsToLookFor();

    /** Runs a call that must fail, and looks at the failure for secrets. */
    final ProviderFailure failureOf(ThrowingCallable call) {
        ProviderFailure failure = catchThrowableOfType(ProviderFailure.class, call);
        assertThat(failure).as("a ProviderFailure").isNotNull();
        tellsNoSecret(failure);
        return failure;
    }

    /** Also looks at the causes, because loggers print them. */
    final void tellsNoSecret(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            tellsNoSecret(cause.toString());
        }
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
