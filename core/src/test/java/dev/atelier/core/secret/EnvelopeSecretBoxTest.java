package dev.atelier.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeSecretBoxTest {
    private static final String CONTEXT = "v1|provider|platform|kieai|apiKey|api.kie.ai";
    private static final Secret SECRET = Secret.of("sk-4711-0815-schlüssel-😀");
    private final String first = key();
    private final SecretBox box = new EnvelopeSecretBox(MasterKeys.parse("k1:" + first));

    @Test
    void opensWhatItSealed() {
        SealedSecret sealed = box.seal(SECRET, CONTEXT);
        assertThat(box.open(sealed, CONTEXT)).isEqualTo(SECRET);
        assertThat(sealed.masterKeyId()).isEqualTo("k1");
        assertThat(sealed.lastFour()).isEqualTo(SECRET.lastFour());
        assertThat(new String(
                        Base64.getDecoder().decode(sealed.sealed()), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("4711");
    }

    @Test
    void everyFlippedBitIsNoticed() {
        SealedSecret sealed = box.seal(SECRET, CONTEXT);
        byte[] bytes = Base64.getDecoder().decode(sealed.sealed());
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            refuses(box, with(sealed, flipped), CONTEXT);
        }
    }

    @Test
    void everyCutIsNoticed() {
        SealedSecret sealed = box.seal(SECRET, CONTEXT);
        byte[] bytes = Base64.getDecoder().decode(sealed.sealed());
        for (int length = 0; length < bytes.length; length++) {
            refuses(box, with(sealed, Arrays.copyOf(bytes, length)), CONTEXT);
        }
        refuses(box, new SealedSecret("not base64!", "k1", "****"), CONTEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1|provider|platform|other|apiKey|api.kie.ai",
                "v1|provider|platform|kieai|webhookSecret|api.kie.ai",
                "v1|provider|platform|kieai|apiKey|evil.example",
                ""
            })
    void anotherPlaceDoesNotOpenIt(String elsewhere) {
        refuses(box, box.seal(SECRET, CONTEXT), elsewhere);
    }

    @Test
    void rotationRewrapsAndThenTheOldKeyMayGo() {
        String second = key();
        SealedSecret old = box.seal(SECRET, CONTEXT);
        SecretBox both = new EnvelopeSecretBox(MasterKeys.parse("k2:" + second + ",k1:" + first));
        SealedSecret moved = both.rewrap(old, CONTEXT);
        assertThat(moved.masterKeyId()).isEqualTo("k2");
        assertThat(moved.lastFour()).isEqualTo(old.lastFour());
        assertThat(both.open(old, CONTEXT)).isEqualTo(SECRET);
        assertThat(both.rewrap(moved, CONTEXT)).isEqualTo(moved);
        SecretBox onlyNew = new EnvelopeSecretBox(MasterKeys.parse("k2:" + second));
        assertThat(onlyNew.open(moved, CONTEXT)).isEqualTo(SECRET);
        refuses(onlyNew, old, CONTEXT);
        assertThatThrownBy(() -> both.rewrap(old, "elsewhere")).isInstanceOf(SecretBox.SecretUnreadable.class);
    }

    @Test
    void nothingIsEverSealedTwiceAlike() {
        Set<String> nonces = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = Base64.getDecoder().decode(box.seal(SECRET, CONTEXT).sealed());
            assertThat(nonces.add(HexFormat.of().formatHex(bytes, 4, 16))).isTrue();
            assertThat(nonces.add(HexFormat.of().formatHex(bytes, 64, 76))).isTrue();
        }
    }

    @Test
    void failuresSayNothingOfTheSecret() {
        assertThatThrownBy(() -> box.open(box.seal(SECRET, CONTEXT), "x")).hasMessageNotContaining("4711");
        assertThat(box.seal(SECRET, CONTEXT).toString()).doesNotContain("4711");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "correct horse battery staple",
                "k1:changeme",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "abcdef"
            })
    void refusesWhatIsNoRandomKey(String text) {
        assertThatThrownBy(() -> MasterKeys.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsHexAndBase64AndNamesBareKeys() {
        byte[] bytes = HexFormat.of().parseHex(first);
        MasterKeys hex = MasterKeys.parse(first);
        MasterKeys base64 = MasterKeys.parse(Base64.getEncoder().encodeToString(bytes));
        assertThat(hex.currentId()).isEqualTo(base64.currentId()).matches("k[0-9a-f]{8}");
        assertThat(MasterKeys.parse("b:" + key() + ", a:" + key()).ids()).containsExactly("b", "a");
        assertThatThrownBy(() -> MasterKeys.parse("a:" + key() + ",a:" + key()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(hex.toString()).doesNotContain(first);
    }

    private static void refuses(SecretBox box, SealedSecret sealed, String context) {
        assertThatThrownBy(() -> box.open(sealed, context)).isInstanceOf(SecretBox.SecretUnreadable.class);
    }

    private static SealedSecret with(SealedSecret sealed, byte[] bytes) {
        return new SealedSecret(Base64.getEncoder().encodeToString(bytes), sealed.masterKeyId(), sealed.lastFour());
    }

    private static String key() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
