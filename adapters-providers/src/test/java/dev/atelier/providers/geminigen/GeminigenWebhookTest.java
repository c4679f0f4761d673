package dev.atelier.providers.geminigen;

import static dev.atelier.providers.Fixtures.text;
import static dev.atelier.providers.geminigen.GeminigenSigns.pem;
import static dev.atelier.providers.geminigen.GeminigenSigns.sign;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.CallbackSignal.Trust;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With keys of our own: nobody has published a signed webhook of Geminigen's. */
class GeminigenWebhookTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final VendorTaskId TASK = new VendorTaskId("0b9c7f0e-5c1a-4d38-9f5e-2f1f6f9a0001");
    private static final KeyPair THEIRS = GeminigenSigns.keys();
    private static final KeyPair FORGER = GeminigenSigns.keys();
    private static final String BODY = text("geminigen/webhook.json");

    private final GeminigenWebhook webhook = new GeminigenWebhook(pem(THEIRS));

    @Test
    void aGoodSignatureRingsTheBellAndTellsNoOutcome() {
        assertThat(webhook.read(callback(BODY, sign(THEIRS, BODY), NOW)))
                .isEqualTo(new CallbackSignal(Trust.DOORBELL_SIGNED, TASK, null));
    }

    @Test
    void aForgedOneIsRefused() {
        assertThat(webhook.read(callback(BODY, sign(FORGER, BODY), NOW))).isEqualTo(CallbackSignal.refused());
        assertThat(webhook.read(callback(BODY.replace("9a0001", "9a0002"), sign(THEIRS, BODY), NOW)))
                .isEqualTo(CallbackSignal.refused());
        assertThat(webhook.read(callback(BODY, "", NOW))).isEqualTo(CallbackSignal.refused());
        assertThat(webhook.read(callback(BODY, "not hex", NOW))).isEqualTo(CallbackSignal.refused());
        assertThat(webhook.read(callback(BODY, "00", NOW))).isEqualTo(CallbackSignal.refused());
        assertThat(webhook.read(new RawCallback(Map.of(), BODY.getBytes(StandardCharsets.UTF_8), NOW)))
                .isEqualTo(CallbackSignal.refused());
    }

    @Test
    void aReplayedOneIsTheSameBellAgainSinceNothingInItTellsItsAge() {
        String signature = sign(THEIRS, BODY);

        assertThat(webhook.read(callback(BODY, signature, NOW.plus(Duration.ofDays(30)))))
                .isEqualTo(webhook.read(callback(BODY, signature, NOW)));
    }

    /** It keeps nothing and asks nobody, so it may come before the order is answered, and as often as it likes. */
    @Test
    void anEarlyOneAndADuplicateSayTheSame() {
        RawCallback bell = callback(BODY, sign(THEIRS, BODY), NOW);

        assertThat(new GeminigenWebhook(pem(THEIRS)).read(bell)).isEqualTo(webhook.read(bell));
        assertThat(webhook.read(bell)).isEqualTo(webhook.read(bell));
    }

    @ParameterizedTest
    @ValueSource(strings = {"IMAGE_GENERATION_FAILED", "VIDEO_GENERATION_COMPLETED", "SOMETHING_NEW"})
    void whateverTheEventItIsABell(String event) {
        String body = BODY.replace("IMAGE_GENERATION_COMPLETED", event);

        assertThat(webhook.read(callback(body, sign(THEIRS, body), NOW)).task()).isEqualTo(TASK);
    }

    @Test
    void theKeyMayHaveLostItsLinesOnTheWay() {
        Secret oneLine = Secret.of(pem(THEIRS).reveal().replace("\n", " "));

        assertThat(new GeminigenWebhook(oneLine)
                        .read(callback(BODY, sign(THEIRS, BODY), NOW))
                        .trust())
                .isEqualTo(Trust.DOORBELL_SIGNED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no key at all", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"})
    void aKeyThatIsNoneRefusesEverything(String key) {
        assertThat(new GeminigenWebhook(Secret.of(key)).read(callback(BODY, sign(THEIRS, BODY), NOW)))
                .isEqualTo(CallbackSignal.refused());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "{}", "{\"data\": {\"uuid\": \"../x\"}}", "{\"uuid\": \"abc\"}"})
    void whatNamesNoJobIsNoBell(String body) {
        assertThat(webhook.read(callback(body, sign(THEIRS, body), NOW))).isEqualTo(CallbackSignal.refused());
        assertThat(new GeminigenWebhook(null).read(callback(body, "", NOW)))
                .isEqualTo(new CallbackSignal(Trust.UNSIGNED, null, null));
    }

    @Test
    void withoutAKeyItIsUnsignedWhateverItCarries() {
        assertThat(new GeminigenWebhook(null).read(callback(BODY, sign(THEIRS, BODY), NOW)))
                .isEqualTo(new CallbackSignal(Trust.UNSIGNED, TASK, null));
    }

    private static RawCallback callback(String body, String signature, Instant receivedAt) {
        return new RawCallback(Map.of("x-signature", signature), body.getBytes(StandardCharsets.UTF_8), receivedAt);
    }
}
