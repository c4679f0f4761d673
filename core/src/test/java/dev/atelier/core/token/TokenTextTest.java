package dev.atelier.core.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenTextTest {
    private final SecureRandom random = new SecureRandom();

    @Test
    void everyTokenIsWellFormedAndItsOwn() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            String text = TokenText.make(random).reveal();
            assertThat(text).startsWith("atl_").hasSize(53).matches(TokenText.PATTERN);
            assertThat(TokenText.wellFormed(text)).isTrue();
            assertThat(seen.add(text)).isTrue();
        }
    }

    @Test
    void theFormIsFixedForEver() {
        // Reckoned by Python's zlib: whoever scans source code for tokens reckons like this.
        assertThat(TokenText.wellFormed("atl_" + "0".repeat(43) + "2CZclj")).isTrue();
    }

    @Test
    void aSlipOfThePenIsSeenOffline() {
        String text = TokenText.make(random).reveal();
        for (int i = 4; i < text.length(); i++) {
            char other = text.charAt(i) == 'a' ? 'b' : 'a';
            assertThat(TokenText.wellFormed(text.substring(0, i) + other + text.substring(i + 1)))
                    .as("digit " + i)
                    .isFalse();
        }
        assertThat(TokenText.wellFormed(text.substring(0, 52))).isFalse();
        assertThat(TokenText.wellFormed(text + "0")).isFalse();
        assertThat(TokenText.wellFormed("ATL_" + text.substring(4))).isFalse();
        assertThat(TokenText.wellFormed("")).isFalse();
    }
}
