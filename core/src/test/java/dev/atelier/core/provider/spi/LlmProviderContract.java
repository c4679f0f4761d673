package dev.atelier.core.provider.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.TextAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every {@link LlmProvider} promises. An adapter extends it and scripts its vendor on a local server. */
public abstract class LlmProviderContract extends TextProviderContract {
    /** The provider under test; its call timeout is some seconds at most. The same during one test. */
    protected abstract LlmProvider provider();

    /** The body of the newest request that the vendor read. */
    protected abstract String lastRequestBody();

    /** The vendor answers in these pieces. */
    protected abstract void vendorStreams(List<String> pieces);

    /** The vendor streams these pieces and then ends without having said that it is done. */
    protected abstract void vendorBreaksOffAfter(List<String> pieces);

    @Test
    @Proves(Check.STREAM)
    void theToldPiecesAreTheAnswer() {
        List<String> pieces = List.of("warm ", "light \u2615", "\nsecond ", "\"line\"");
        vendorStreams(pieces);
        List<String> told = new ArrayList<>();

        TextAnswer answer = provider().stream(request(), told::add);

        assertThat(answer.text()).isEqualTo(String.join("", pieces));
        assertThat(String.join("", told)).isEqualTo(answer.text());
        assertThat(answer.model()).isNotBlank();
        assertThat(paidRequestsSeen()).isEqualTo(1);
        assertThat(told).hasSize(4);
    }

    @Test
    void aVendorThatDoesNotStreamIsUnderstoodAllTheSame() {
        vendorAnswers("warm light");
        List<String> told = new ArrayList<>();

        assertThat(provider().stream(request(), told::add).text()).isEqualTo("warm light");
        assertThat(told).containsExactly("warm light");
    }

    @Test
    @Proves(Check.STREAM)
    void anAnswerThatBreaksOffIsAFailure() {
        vendorBreaksOffAfter(List.of("warm ", "light"));
        List<String> told = new ArrayList<>();

        ProviderFailure failure = failureOf(() -> provider().stream(request(), told::add));

        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(String.join("", told)).isEqualTo("warm light");
    }

    @Test
    void nothingIsToldOfAnAnswerWithoutWords() {
        vendorStreams(List.of(" ", "\n"));
        List<String> told = new ArrayList<>();

        failureOf(() -> provider().stream(request(), told::add));

        assertThat(told).isEmpty();
    }

    @TestFactory
    @Proves(Check.STREAM)
    Stream<DynamicTest> aRefusedStreamIsSortedLikeARefusedCall() {
        return refusals().stream()
                .map(kind -> dynamicTest(kind.name(), () -> {
                    vendorRefuses(kind);

                    ProviderFailure failure = failureOf(() -> provider().stream(request(), piece -> {
                        throw new AssertionError("told " + piece);
                    }));

                    assertThat(failure.kind()).isEqualTo(kind);
                }));
    }

    @Test
    void theWholeConversationReachesTheVendor() {
        vendorAnswers("yes");
        provider()
                .chatCompletion(new LlmRequest(
                        "be brief",
                        List.of(
                                said(LlmRequest.Speaker.USER, "one teapot"),
                                said(LlmRequest.Speaker.ASSISTANT, "here it is"),
                                said(LlmRequest.Speaker.USER, "another one")),
                        null,
                        500,
                        0.25,
                        List.of("HALT"),
                        false));

        assertThat(lastRequestBody()).containsSubsequence("one teapot", "here it is", "another one");
    }

    private static LlmRequest.Turn said(LlmRequest.Speaker speaker, String words) {
        return new LlmRequest.Turn(speaker, List.of(new LlmRequest.ContentPart.Text(words)));
    }

    @Test
    void systemPromptAndQuestionBothReachTheVendor() {
        vendorAnswers("yes");
        provider().chatCompletion(request());

        assertThat(lastRequestBody()).contains("be brief").contains("one teapot " + PRIVATE);
    }

    @Test
    void itsTextFormHidesItsSecrets() {
        tellsNoSecret(provider().toString());
    }

    private static LlmRequest request() {
        return new LlmRequest("be brief", List.of(new LlmRequest.ContentPart.Text("one teapot " + PRIVATE)), null, 500);
    }

    @Override
    final TextAnswer ask() {
        return provider().chatCompletion(request());
    }

    @Override
    final ProviderId askedId() {
        return provider().id();
    }

    @Override
    final Duration askedTimeout() {
        return provider().callTimeout();
    }

    @Override
    final String askedName() {
        return provider().displayName();
    }
}
