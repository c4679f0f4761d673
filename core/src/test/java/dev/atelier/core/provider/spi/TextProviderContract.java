package dev.atelier.core.provider.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.atelier.core.fakes.Together;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.TextAnswer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the language and the vision providers promise alike: one paid call, one text. */
abstract class TextProviderContract extends VendorScript {
    /** The vendor answers with this text. */
    protected abstract void vendorAnswers(String text);

    /** Asks the provider under test once, with {@link #PRIVATE} in the question. */
    abstract TextAnswer ask();

    abstract ProviderId askedId();

    abstract Duration askedTimeout();

    abstract String askedName();

    @Test
    void itSaysWhoItIs() {
        assertThat(askedName()).isNotBlank();
        assertThat(askedTimeout()).isPositive();
    }

    @Test
    @Proves(Check.SUCCESS)
    void theAnswerIsTheVendorsText() {
        vendorAnswers("warm light \u2615\nsecond \"line\"");

        TextAnswer answer = ask();

        assertThat(answer.text()).isEqualTo("warm light \u2615\nsecond \"line\"");
        assertThat(answer.model()).isNotBlank();
        assertThat(answer.cost()).isNotNull();
        assertThat(answer.toString()).doesNotContain("warm light");
        assertThat(paidRequestsSeen()).isEqualTo(1);
    }

    @Test
    @Proves(Check.MALFORMED)
    void aBlankAnswerIsNoAnswer() {
        vendorAnswers(" \n");

        failureOf(this::ask);
        assertThat(paidRequestsSeen()).isEqualTo(1);
    }

    @Test
    @Proves(Check.HANG_UP)
    void aCallIsNeverSentTwiceWhenTheAnswerIsLost() {
        vendorAnswers("warm light");
        ask(); // leaves a pooled connection behind, which an HTTP client likes to retry on
        vendorHangsUpAfterReadingTheRequest();

        ProviderFailure failure = failureOf(this::ask);

        assertThat(paidRequestsSeen()).isEqualTo(2);
        assertThat(failure.provider()).isEqualTo(askedId());
    }

    @TestFactory
    @Proves({Check.MALFORMED, Check.TRUNCATED, Check.HANG_UP, Check.HUGE})
    Stream<DynamicTest> rubbishIsNoAnswer() {
        return Stream.of(Garbage.values())
                .map(garbage -> dynamicTest(garbage.name(), () -> {
                    vendorAnswers("warm light");
                    int before = paidRequestsSeen();
                    vendorAnswersGarbage(garbage);

                    failureOf(this::ask);
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

                    ProviderFailure failure = failureOf(this::ask);

                    assertThat(failure.kind()).isEqualTo(kind);
                    assertThat(paidRequestsSeen()).isEqualTo(before + 1);
                    tellsNothing(failure);
                }));
    }

    @Test
    @Proves(Check.DOWN)
    void aVendorThatIsDownIsUnavailable() {
        vendorIsDown();

        ProviderFailure failure = failureOf(this::ask);

        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
    }

    @Test
    @Proves(Check.SLOW)
    void aSlowCallEndsInTime() {
        vendorAnswersSlowly();
        long start = System.nanoTime();

        failureOf(this::ask);

        tookAtMost(askedTimeout(), Duration.ofNanos(System.nanoTime() - start));
        assertThat(paidRequestsSeen()).isEqualTo(1);
    }

    @Test
    @Proves(Check.SECRETS)
    void neitherWordsNorLogTellASecret() {
        System.getLogger("contract").log(System.Logger.Level.DEBUG, "the log is read");
        vendorAnswers("warm light");
        tellsNothing(ask().toString());
        for (FailureKind kind : refusals()) {
            vendorRefuses(kind);
            failureOf(this::ask);
        }

        assertThat(logged()).anyMatch(line -> line.contains("the log is read")).allSatisfy(this::tellsNothing);
    }

    @Test
    @Proves(Check.THREADS)
    void manyThreadsShareOneProvider() {
        vendorAnswers("warm light");

        List<TextAnswer> answers = Together.run(64, i -> ask());

        assertThat(answers).extracting(TextAnswer::text).containsOnly("warm light");
        assertThat(paidRequestsSeen()).isEqualTo(64);
    }
}
