package dev.atelier.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the settings, {@code .env.example} and {@code docs/configuration.md} against each other. */
class SettingDocumentsTest {
    private static final Pattern EXAMPLE = Pattern.compile("(?m)^#?([A-Z][A-Z0-9_]+)=(.*)$");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([A-Z][A-Z0-9_]+)` \\| (\\S[^|]*) \\| (\\S[^|]*) \\|$");

    @Test
    void theExampleFileHoldsEverySettingWithItsDefaultOrExample() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        for (Setting setting : Setting.values()) {
            expected.put(setting.name(), setting.preset().isEmpty() ? setting.example() : setting.preset());
        }
        Map<String, String> found = new TreeMap<>();
        for (MatchResult line : rows(EXAMPLE, ".env.example")) {
            assertThat(found.put(line.group(1), line.group(2)))
                    .as("second line of " + line.group(1))
                    .isNull();
        }
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void theHandbookHoldsEverySettingWithItsDefault() throws IOException {
        TreeSet<String> found = new TreeSet<>();
        for (MatchResult row : rows(ROW, "docs/configuration.md")) {
            assertThat(found.add(row.group(1)))
                    .as("second row of " + row.group(1))
                    .isTrue();
            assertThat(row.group(2))
                    .as("default of " + row.group(1))
                    .isIn(
                            Setting.valueOf(row.group(1)).preset().isEmpty()
                                    ? List.of("none", "made once")
                                    : List.of(
                                            "`" + Setting.valueOf(row.group(1)).preset() + "`"));
        }
        assertThat(found)
                .containsExactlyElementsOf(new TreeSet<>(
                        Arrays.stream(Setting.values()).map(Enum::name).toList()));
    }

    @Test
    void otherPagesNameNoSettingThatThereIsNot() throws IOException {
        Pattern name = Pattern.compile("\\b(?:ATELIER|R2|S3)_[A-Z][A-Z0-9_]*[A-Z0-9]");
        List<String> named = name.matcher(Files.readString(root().resolve("docs/operations.md")))
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
        assertThat(named)
                .contains("ATELIER_DATA")
                .isSubsetOf(Arrays.stream(Setting.values()).map(Enum::name).toList());
    }

    @Test
    void theExampleFileIsReadableAsItStands() {
        assertThat(DotEnv.read(root().resolve(".env.example"))).isEmpty();
    }

    private static List<MatchResult> rows(Pattern pattern, String file) throws IOException {
        return pattern.matcher(Files.readString(root().resolve(file))).results().toList();
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve(".env.example"))
                ? here
                : here.resolve("..").normalize();
    }
}
