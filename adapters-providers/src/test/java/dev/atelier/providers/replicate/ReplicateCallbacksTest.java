package dev.atelier.providers.replicate;

import static dev.atelier.providers.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.CallbackSignal.Trust;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicateCallbacksTest {
    private static final VendorTaskId TASK = new VendorTaskId("ufawqhfynnddngldkgtslldrkq");
    private static final Instant SIGNED_AT = Instant.ofEpochSecond(1763600000);
    private static final String SIGNATURE = "v1,SQhQpFa1t8+Q9N/YqhGryFgA8cUgHXr37HFI26ew7TU=";
    private static final String BODY = text("replicate/webhook.json");
    private static final ReplicateCallbacks SIGNING =
            new ReplicateCallbacks(Secret.of("whsec_ZXhhbXBsZS1yZXBsaWNhdGUtc2VjcmV0LTMyYnl0ZXM="));
    private static final ReplicateCallbacks UNSIGNING = new ReplicateCallbacks(null);

    @Test
    void aGoodSignatureProvesTheBody() {
        assertThat(SIGNING.read(callback(BODY, Map.of(), SIGNED_AT)))
                .isEqualTo(new CallbackSignal(Trust.BODY_SIGNED, TASK, null));
    }

    @Test
    void theSameCallbackTwiceIsToldAlikeTwice() {
        assertThat(SIGNING.read(callback(BODY, Map.of(), SIGNED_AT)))
                .isEqualTo(SIGNING.read(callback(BODY, Map.of(), SIGNED_AT.plusSeconds(60))));
    }

    @Test
    void oneGoodSignatureOfSeveralIsEnough() {
        assertThat(trust(Map.of("webhook-signature", "v1,AAAA " + SIGNATURE))).isEqualTo(Trust.BODY_SIGNED);
        assertThat(trust(Map.of("webhook-signature", SIGNATURE.replace("v1,", "v1a,"))))
                .isEqualTo(Trust.REFUSED);
    }

    @Test
    void anAlteredBodyIsForged() {
        String altered = BODY.replace("replicate.delivery", "evil.example");

        assertThat(SIGNING.read(callback(altered, Map.of(), SIGNED_AT))).isEqualTo(CallbackSignal.refused());
    }

    @Test
    void anotherIdOrTimeOrSignatureIsForged() {
        assertThat(trust(Map.of("webhook-id", "msg_3"))).isEqualTo(Trust.REFUSED);
        assertThat(trust(Map.of("webhook-timestamp", "1763600001"))).isEqualTo(Trust.REFUSED);
        assertThat(trust(Map.of("webhook-signature", SIGNATURE.replace('S', 'T'))))
                .isEqualTo(Trust.REFUSED);
        for (String header : new String[] {"webhook-id", "webhook-timestamp", "webhook-signature"}) {
            assertThat(trust(Map.of(header, ""))).as(header).isEqualTo(Trust.REFUSED);
        }
    }

    @Test
    void fiveMinutesEitherWayAreTakenAndWhatIsReplayedLaterIsNot() {
        for (int skew : new int[] {-300, 300}) {
            assertThat(SIGNING.read(callback(BODY, Map.of(), SIGNED_AT.plusSeconds(skew)))
                            .trust())
                    .isEqualTo(Trust.BODY_SIGNED);
        }
        for (int skew : new int[] {-301, 301}) {
            assertThat(SIGNING.read(callback(BODY, Map.of(), SIGNED_AT.plusSeconds(skew)))
                            .trust())
                    .isEqualTo(Trust.REFUSED);
        }
    }

    @Test
    void withoutASecretACallbackIsUnsignedWhateverItCarries() {
        assertThat(UNSIGNING.read(callback(BODY, Map.of(), SIGNED_AT)))
                .isEqualTo(new CallbackSignal(Trust.UNSIGNED, TASK, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "[1", "{}", "null", "{\"id\": {}}", "{\"id\": \"../../account\"}"})
    void whatCannotBeReadDoesNotThrow(String body) {
        assertThat(UNSIGNING.read(callback(body, Map.of(), SIGNED_AT)))
                .isEqualTo(new CallbackSignal(Trust.UNSIGNED, null, null));
        assertThat(SIGNING.read(callback(body, Map.of(), SIGNED_AT))).isEqualTo(CallbackSignal.refused());
    }

    private static Trust trust(Map<String, String> changed) {
        return SIGNING.read(callback(BODY, changed, SIGNED_AT)).trust();
    }

    private static RawCallback callback(String body, Map<String, String> changed, Instant receivedAt) {
        Map<String, String> headers = new HashMap<>(Map.of(
                "webhook-id", "msg_2example0000000000000000",
                "webhook-timestamp", "1763600000",
                "webhook-signature", SIGNATURE));
        headers.putAll(changed);
        return new RawCallback(headers, body.getBytes(StandardCharsets.UTF_8), receivedAt);
    }
}
