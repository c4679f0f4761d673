package dev.atelier.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {
    @Test
    void writingCoversReadingInTheSameArea() {
        Scope write = Scope.of("images:write");
        assertThat(write).isEqualTo(Scope.write("images")).hasToString("images:write");
        assertThat(write.covers(Scope.read("images"))).isTrue();
        assertThat(write.covers(Scope.write("images"))).isTrue();
        assertThat(write.covers(Scope.read("credits"))).isFalse();
        assertThat(Scope.read("images").covers(write)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "images", ":read", "images:", "images:all", "Images:read", "images:read:write", "*:read"})
    void whatIsNoScopeIsRefused(String text) {
        assertThatThrownBy(() -> Scope.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
