package dev.atelier.providers.kie;

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

class KieCallbacksTest {
    private static final VendorTaskId TASK = new VendorTaskId("281e5b0f39b9d3a1c4f7e2a6b8d0c5e1");
    private static final Instant SIGNED_AT = Instant.ofEpochSecond(1763600000);
    private static final String SIGNATURE = "JD+96uQKA4DDE7ZTRg7cDfG1b8WHd58o8se1YWU/Y5g=";
    private static final KieCallbacks SIGNING = new KieCallbacks(Secret.of("example-webhook-hmac-key-0001"));
    private static final KieCallbacks UNSIGNING = new KieCallbacks(null);

    @ParameterizedTest
    @ValueSource(strings = {"kie/callback.json", "kie/callback-documented.json"})
    void aGoodSignatureRingsTheBellAndTellsNoOutcome(String file) {
        assertThat(SIGNING.read(callback(text(file), "1763600000", SIGNATURE, SIGNED_AT)))
                .isEqualTo(new CallbackSignal(Trust.DOORBELL_SIGNED, TASK, null));
    }

    @Test
    void anAlteredBodyUnderAGoodSignatureIsStillOnlyADoorbell() {
        String altered = text("kie/callback.json").replace("tempfile.aiquickdraw.com", "evil.example");

        assertThat(SIGNING.read(callback(altered, "1763600000", SIGNATURE, SIGNED_AT))
                        .outcome())
                .isNull();
    }

    @Test
    void fiveMinutesEitherWayAreTakenAndNotASecondMore() {
        for (int skew : new int[] {-300, 300}) {
            assertThat(trust("1763600000", SIGNATURE, SIGNED_AT.plusSeconds(skew)))
                    .isEqualTo(Trust.DOORBELL_SIGNED);
        }
        for (int skew : new int[] {-301, 301}) {
            assertThat(trust("1763600000", SIGNATURE, SIGNED_AT.plusSeconds(skew)))
                    .isEqualTo(Trust.REFUSED);
        }
    }

    @Test
    void whereASecretIsSetEverythingElseIsRefused() {
        assertThat(trust(null, null, SIGNED_AT)).isEqualTo(Trust.REFUSED);
        assertThat(trust("1763600000", null, SIGNED_AT)).isEqualTo(Trust.REFUSED);
        assertThat(trust(null, SIGNATURE, SIGNED_AT)).isEqualTo(Trust.REFUSED);
        assertThat(trust("1763600001", SIGNATURE, SIGNED_AT)).isEqualTo(Trust.REFUSED);
        assertThat(trust("1763600000", SIGNATURE.replace('J', 'K'), SIGNED_AT)).isEqualTo(Trust.REFUSED);
        assertThat(trust("1763600000", "", SIGNED_AT)).isEqualTo(Trust.REFUSED);
        assertThat(trust("99999999999999999999", SIGNATURE, SIGNED_AT)).isEqualTo(Trust.REFUSED);
        assertThat(trust("-1", SIGNATURE, SIGNED_AT)).isEqualTo(Trust.REFUSED);
        String otherTask = text("kie/callback.json").replace(TASK.value(), "00000000000000000000000000000000");
        assertThat(SIGNING.read(callback(otherTask, "1763600000", SIGNATURE, SIGNED_AT))
                        .trust())
                .isEqualTo(Trust.REFUSED);
    }

    @Test
    void withoutASecretACallbackIsUnsignedWhateverItCarries() {
        assertThat(UNSIGNING.read(callback(text("kie/callback.json"), "1763600000", SIGNATURE, SIGNED_AT)))
                .isEqualTo(new CallbackSignal(Trust.UNSIGNED, TASK, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[1",
                "{}",
                "null",
                "{\"data\": []}",
                "{\"data\": {\"taskId\": {}}}",
                "{\"taskId\": \"  \"}"
            })
    void whatCannotBeReadDoesNotThrow(String body) {
        assertThat(UNSIGNING.read(callback(body, null, null, SIGNED_AT)))
                .isEqualTo(new CallbackSignal(Trust.UNSIGNED, null, null));
        assertThat(SIGNING.read(callback(body, "1763600000", SIGNATURE, SIGNED_AT))
                        .trust())
                .isEqualTo(Trust.REFUSED);
    }

    @Test
    void aTaskIdThatIsTooLongIsNone() {
        String body = "{\"taskId\": \"" + "x".repeat(401) + "\"}";

        assertThat(UNSIGNING.read(callback(body, null, null, SIGNED_AT)).task()).isNull();
    }

    private static Trust trust(String timestamp, String signature, Instant receivedAt) {
        return SIGNING.read(callback(text("kie/callback.json"), timestamp, signature, receivedAt))
                .trust();
    }

    private static RawCallback callback(String body, String timestamp, String signature, Instant receivedAt) {
        Map<String, String> headers = new HashMap<>();
        headers.put("content-type", "application/json");
        if (timestamp != null) {
            headers.put("x-webhook-timestamp", timestamp);
        }
        if (signature != null) {
            headers.put("x-webhook-signature", signature);
        }
        return new RawCallback(headers, body.getBytes(StandardCharsets.UTF_8), receivedAt);
    }
}
