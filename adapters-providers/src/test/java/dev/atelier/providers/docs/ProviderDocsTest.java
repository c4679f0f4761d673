package dev.atelier.providers.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.provider.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page about adapters shows the sample that the tests of {@code acme} run. */
class ProviderDocsTest {
    private static final Path SAMPLE = Path.of("src/test/java/dev/atelier/providers/docs/acme");

    @ParameterizedTest
    @CsvSource({
        "AcmeImageGenerationProvider, 4",
        "AcmeProviderFactory, 3",
        "AcmePlugin, 1",
        "AcmeImageContractTest, 1",
    })
    void everyMarkedPieceStandsOnThePageWordForWord(String type, int pieces) throws IOException {
        String source = Files.readString(SAMPLE.resolve(type + ".java"));
        var markers = Pattern.compile("// snippet: \\w+\n").matcher(source);
        int seen = 0;
        while (markers.find()) {
            String piece = source.substring(markers.end(), source.indexOf("    // end", markers.end()))
                    .stripTrailing()
                    .stripIndent()
                    .strip();
            assertThat(page()).contains("```java\n" + piece + "\n```");
            seen++;
        }
        assertThat(seen).isEqualTo(pieces);
    }

    /** Imports and code; not what is blank or a comment. */
    @Test
    void aWholeVendorIsFewerThan150Lines() throws IOException {
        long lines = 0;
        for (String type : List.of("AcmeImageGenerationProvider", "AcmeProviderFactory", "package-info")) {
            lines += Files.readAllLines(SAMPLE.resolve(type + ".java")).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("//") && !line.matches("/?\\*.*"))
                    .count();
        }
        assertThat(lines).isGreaterThan(100).isLessThan(150);
        try (Stream<Path> files = Files.list(SAMPLE)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.endsWith("Test.java")))
                    .as("all of it was counted")
                    .containsExactlyInAnyOrder(
                            "AcmeImageGenerationProvider.java",
                            "AcmeProviderFactory.java",
                            // Only a jar of its own needs this one.
                            "AcmePlugin.java",
                            "package-info.java");
        }
    }

    @Test
    void thePageNamesEveryKindOfFailure() throws IOException {
        assertThat(page())
                .contains(Arrays.stream(FailureKind.values())
                        .map(kind -> "`" + kind.name() + "`")
                        .toList());
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("../docs/adding-a-provider.md"));
    }
}
