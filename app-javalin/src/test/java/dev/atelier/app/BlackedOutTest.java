package dev.atelier.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.token.TokenText;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class BlackedOutTest {
    @Test
    void whateverLooksLikeAnAccessTokenIsBlackedOut() {
        String token = TokenText.make(new SecureRandom()).reveal();
        assertThat(BlackedOut.in("Authorization: Bearer " + token + ", and \"" + token + "\"."))
                .isEqualTo("Authorization: Bearer [secret], and \"[secret]\".");
        assertThat(BlackedOut.in("a word like atl_ stays")).isEqualTo("a word like atl_ stays");
    }
}
