package dev.atelier.app.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    private final SessionSettings settings = new SessionSettings(TestApi.random(), TestApi.random(), 4, List.of());
    private final Passwords passwords = new Passwords(settings);

    @Test
    void everyCharacterOfALongPasswordCounts() {
        String hash = passwords.hash("x".repeat(200) + "1");
        assertThat(hash).startsWith("v1$p1$$2a$04$");
        assertThat(passwords.matches("x".repeat(200) + "1", hash)).isTrue();
        assertThat(passwords.matches("x".repeat(200) + "2", hash)).isFalse();
    }

    @Test
    void twoWaysToWriteOneCharacterAreOne() {
        assertThat(passwords.matches("pass\u0065\u0301 for everybody", passwords.hash("pass\u00e9 for everybody")))
                .isTrue();
    }

    @Test
    void nothingMatchesNobody() {
        assertThat(passwords.matches("anything at all", null)).isFalse();
        assertThat(passwords.matches("anything at all", "$2a$04$plain")).isFalse();
    }

    @Test
    void thePepperCounts() {
        Passwords other = new Passwords(new SessionSettings(TestApi.random(), TestApi.random(), 4, List.of()));
        assertThat(other.matches("correct horse battery", passwords.hash("correct horse battery")))
                .isFalse();
    }

    @Test
    void anotherCostIsNoticed() {
        Passwords dearer = new Passwords(new SessionSettings(settings.signingKey(), settings.pepper(), 5, List.of()));
        assertThat(dearer.outdated(passwords.hash("correct horse battery"))).isTrue();
        assertThat(passwords.outdated(passwords.hash("correct horse battery"))).isFalse();
    }

    @Test
    void weakKeysAreRefused() {
        assertThatThrownBy(() -> new SessionSettings(new byte[31], TestApi.random(), 12, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SessionSettings(TestApi.random(), new byte[32], 12, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
