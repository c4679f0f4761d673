package dev.atelier.providers;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.atelier.core.provider.spi.Check;
import dev.atelier.core.provider.spi.Checks;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.provider.spi.ImageGenerationProviderContract;
import dev.atelier.core.provider.spi.LlmProvider;
import dev.atelier.core.provider.spi.LlmProviderContract;
import dev.atelier.core.provider.spi.SpeechProvider;
import dev.atelier.core.provider.spi.SpeechProviderContract;
import dev.atelier.core.provider.spi.VideoGenerationProvider;
import dev.atelier.core.provider.spi.VideoGenerationProviderContract;
import dev.atelier.core.provider.spi.VisionProvider;
import dev.atelier.core.provider.spi.VisionProviderContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every adapter proves every check or says why it cannot be asked; {@code docs/providers/checks.md} shows it. */
class ProviderChecksTest {
    private static final String PACKAGE = "dev.atelier.providers.";
    private static final Path PAGE = Path.of("../docs/providers/checks.md");
    private static final String WRITE = "checks.write";

    private static JavaClasses tests;

    private enum Port {
        PICTURES("pictures", ImageGenerationProvider.class, ImageGenerationProviderContract.class),
        FILMS("films", VideoGenerationProvider.class, VideoGenerationProviderContract.class),
        SPEECH("speech", SpeechProvider.class, SpeechProviderContract.class),
        TEXT("text", LlmProvider.class, LlmProviderContract.class),
        DESCRIPTIONS("descriptions", VisionProvider.class, VisionProviderContract.class);

        private final String title;
        private final Class<?> type;
        private final Class<?> contract;

        Port(String title, Class<?> type, Class<?> contract) {
            this.title = title;
            this.type = type;
            this.contract = contract;
        }

        List<Check> checks() {
            return Arrays.stream(Check.values())
                    .filter(check -> check.isFor(contract))
                    .toList();
        }
    }

    /** A row: one contract test of one vendor. */
    private record Row(String vendor, Port port, Class<?> test, Set<Check> proved) {
        boolean proves(Check check) {
            return proved.contains(check);
        }
    }

    @BeforeAll
    static void readTheTests() {
        tests = new ClassFileImporter()
                .withImportOption(location -> location.contains("/test-classes/"))
                .importPackages("dev.atelier.providers");
    }

    @Test
    void noCheckIsMissingWithoutAReason() {
        List<String> missing = new ArrayList<>();
        for (Row row : rows()) {
            for (Check check : row.port().checks()) {
                if (!row.proves(check)
                        && Checks.reasonToLeaveOut(row.test(), check).isEmpty()) {
                    missing.add(row.test().getSimpleName() + " proves no " + check);
                }
            }
        }

        assertThat(rows()).isNotEmpty();
        assertThat(missing)
                .as("add a test with @Proves, or @Without(value, because) on the class")
                .isEmpty();
    }

    @Test
    void thePageIsWhatTheTestsSay() throws IOException {
        String page = page();
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
                .as("docs/providers/checks.md; have it written by running this test with -D" + WRITE + "=true")
                .isEqualTo(page);
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (Port port : Port.values()) {
            tests.stream()
                    .filter(found -> found.isAssignableTo(port.contract))
                    .filter(found -> !found.getModifiers().contains(JavaModifier.ABSTRACT))
                    // The sample of a page: its vendor does not exist.
                    .filter(found -> !found.getPackageName().startsWith(PACKAGE + "docs"))
                    .forEach(found -> rows.add(row(found.getPackageName(), port, found.reflect())));
        }
        rows.sort(Comparator.comparing(Row::vendor)
                .thenComparing(Row::port)
                .thenComparing(row -> row.test().getSimpleName()));
        return rows;
    }

    private static Row row(String inPackage, Port port, Class<?> test) {
        Set<Check> proved = EnumSet.copyOf(Checks.provedBy(test));
        tests.stream()
                .filter(other -> other.getPackageName().equals(inPackage))
                .forEach(other -> proved.addAll(Checks.provedBy(other.reflect(), port.type)));
        proved.removeIf(check -> Checks.reasonToLeaveOut(test, check).isPresent());
        return new Row(inPackage.substring(PACKAGE.length()), port, test, proved);
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # What is proved of every adapter

                Written by `ProviderChecksTest` from the tests themselves; do not edit. Each row is a test class that plays the vendor on a
                local server. *yes*: a test of that class, or of its package, proves it. A number: it does not apply, for the
                reason below. An adapter that misses a check without a reason fails the build.

                | check | what is proved |
                |---|---|
                """);
        for (Check check : Check.values()) {
            page.append("| %s | %s |\n".formatted(check.title(), check.promise()));
        }
        List<String> reasons = new ArrayList<>();
        table(page, "Pictures, films and speech", EnumSet.of(Port.PICTURES, Port.FILMS, Port.SPEECH), reasons);
        table(page, "Text and descriptions", EnumSet.of(Port.TEXT, Port.DESCRIPTIONS), reasons);
        if (!reasons.isEmpty()) {
            page.append("\n## What does not apply\n\n");
            for (int i = 0; i < reasons.size(); i++) {
                page.append("%d. %s\n".formatted(i + 1, reasons.get(i)));
            }
        }
        return page.toString();
    }

    private static void table(StringBuilder page, String title, Set<Port> ports, List<String> reasons) {
        List<Check> checks = Arrays.stream(Check.values())
                .filter(check -> ports.stream().anyMatch(port -> port.checks().contains(check)))
                .toList();
        page.append("\n## ").append(title).append("\n\n| vendor | makes | test |");
        checks.forEach(check -> page.append(' ').append(check.title()).append(" |"));
        page.append("\n|---|---|---|").append("---|".repeat(checks.size())).append('\n');
        for (Row row : rows()) {
            if (ports.contains(row.port())) {
                String cells = checks.stream()
                        .map(check -> cell(row, check, reasons))
                        .collect(Collectors.joining(" | ", " | ", " |\n"));
                page.append("| %s | %s | `%s`"
                        .formatted(row.vendor(), row.port().title, row.test().getSimpleName()));
                page.append(cells);
            }
        }
    }

    private static String cell(Row row, Check check, List<String> reasons) {
        if (row.proves(check)) {
            return "yes";
        }
        String reason = row.port().checks().contains(check)
                ? Checks.reasonToLeaveOut(row.test(), check).orElse("**missing**")
                : "The port does not stream.";
        if (!reasons.contains(reason)) {
            reasons.add(reason);
        }
        return String.valueOf(reasons.indexOf(reason) + 1);
    }
}
