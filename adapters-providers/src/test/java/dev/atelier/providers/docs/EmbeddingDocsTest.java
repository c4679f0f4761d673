package dev.atelier.providers.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page about embedding shows code that runs. */
class EmbeddingDocsTest {
    @Test
    void theFirstExampleMakesTwoPictures(@TempDir Path folder) throws Exception {
        Generation done = HelloPicture.paint(folder);

        assertThat(done.state()).isEqualTo(GenerationState.COMPLETED);
        assertThat(folder.resolve("0.png")).isNotEmptyFile();
        assertThat(folder.resolve("1.png")).isNotEmptyFile();
        assertThat(done.creditsCharged()).isEqualTo(2);
    }

    @Test
    void thePageShowsTheVeryLinesThatRun() throws IOException {
        String source = Files.readString(Path.of("src/test/java/dev/atelier/providers/docs/HelloPicture.java"));
        String snippet = source.substring(source.indexOf("// snippet: hello\n") + 18, source.indexOf("    // end"))
                .stripTrailing()
                .stripIndent()
                .strip();
        assertThat(Files.readString(Path.of("../docs/embedding.md"))).contains(snippet);
    }
}
