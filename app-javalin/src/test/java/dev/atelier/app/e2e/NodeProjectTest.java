package dev.atelier.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeProjectTest {
    @Test
    void aScriptFindsItsPackages() {
        var ended =
                NodeProject.install().run("packages.js", Map.of("GREETING", "hello"), Duration.ofSeconds(20), "there");
        assertThat(ended.output()).isEqualTo("hello there function\n");
        assertThat(ended.exit()).isZero();
    }
}
