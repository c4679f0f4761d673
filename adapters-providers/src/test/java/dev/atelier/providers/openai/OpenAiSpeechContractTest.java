package dev.atelier.providers.openai;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static dev.atelier.providers.Fixtures.CLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.SpeechOrder;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.provider.spi.Check;
import dev.atelier.core.provider.spi.SpeechProvider;
import dev.atelier.core.provider.spi.Without;
import dev.atelier.providers.SpeechAtOnceContract;
import dev.atelier.providers.StubVendor;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.NetworkPolicy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Without(value = Check.TASKS, because = "It answers with the sound at once: there are no tasks.")
@Without(value = Check.CALLBACK, because = "OpenAI has no callbacks for pictures or speech.")
class OpenAiSpeechContractTest extends SpeechAtOnceContract {
    private static final String ROUTE = "/v1/audio/speech";

    private final SpeechProvider provider = speaker(StubVendor.SHORT_TIMEOUT);

    OpenAiSpeechContractTest() {
        super(ROUTE, "gpt-4o-mini-tts", OpenAiRefusals::status, OpenAiRefusals::body);
    }

    private SpeechProvider speaker(Map<String, String> options) {
        return new OpenAiProviderFactory(new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
                .speech(settings(options));
    }

    @Test
    void theSoundComesAsItIsAndItsCostIsEstimated() {
        vendor.answers(post(ROUTE), MP3, "application/octet-stream");

        Submission.Completed done =
                (Submission.Completed) provider.submit(order("tts-1", "Welcome to the gallery.", null, "calm"));

        assertThat(done.files())
                .singleElement()
                .isInstanceOfSatisfying(
                        ProducedFile.Inline.class,
                        file -> assertThat(file.bytes()).isEqualTo(MP3));
        // 23 characters at 15 micro-dollars
        assertThat(done.cost()).isEqualTo(VendorCost.ofMicros(345));
        assertThat(sent()).doesNotContain("calm");
        provider.submit(order("gpt-4o-mini-tts", "Welcome to the gallery.", null, "calm"));
        assertThat(sent()).isEqualTo("""
                {"model": "gpt-4o-mini-tts", "input": "Welcome to the gallery.", "response_format": "mp3", "voice": "alloy",
                 "instructions": "calm"}
                """.replaceAll("\\s*([{},:])\\s+", "$1").strip());
    }

    @Test
    void aVoiceOfOnesOwnGoesByItsId() {
        vendor.answers(post(ROUTE), MP3, "audio/mpeg");

        speaker(Map.of("outputFormat", "flac")).submit(order("gpt-4o-mini-tts", "Tea?", "voice_123", null));

        assertThat(Json.read(sent().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .path("voice"))
                .isEqualTo(Json.object().put("id", "voice_123"));
        assertThat(sent()).contains("\"response_format\":\"flac\"");
    }

    @Test
    void aTextThatIsTooLongIsRefusedBeforeAnythingIsSent() {
        ProviderFailure failure = catchThrowableOfType(
                ProviderFailure.class, () -> provider.submit(order("tts-1", "a".repeat(4_097), null, null)));

        assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_ORDER);
        assertThat(vendor.paidRequests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"502", "504", "408"})
    void aGatewaysPageLeavesTheOrderInDoubt(int status) {
        vendor.answersEverything(status, "<html>bad gateway</html>");

        assertThat(catchThrowableOfType(ProviderFailure.class, () -> provider.submit(order()))
                        .kind())
                .isEqualTo(FailureKind.OUTCOME_UNKNOWN);
    }

    private String sent() {
        var requests = vendor.paidRequests();
        return requests.get(requests.size() - 1).getBodyAsString();
    }

    private static SpeechOrder order(String model, String text, String voice, String instructions) {
        return new SpeechOrder(new ModelId(model), text, voice, instructions, null, "reference-1");
    }

    @Override
    protected SpeechProvider provider() {
        return provider;
    }
}
