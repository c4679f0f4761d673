package dev.atelier.core.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page about workflows shows {@link VideoGenWorkflow} word for word. */
class WorkflowDocsTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/atelier/core/workflow");
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyPieceOfThePageStandsInTheSource() throws IOException {
        String sources = code("VideoGenWorkflow") + code("NextJobs");
        List<String> blocks = blocks();
        assertThat(blocks).hasSize(6).allSatisfy(block -> assertThat(sources).contains(flat(block)));
    }

    @Test
    void everyLineOfTheWorkflowStandsOnThePage() throws IOException {
        String page =
                String.join("\n", blocks().stream().map(WorkflowDocsTest::flat).toList());
        String source = code("VideoGenWorkflow");
        assertThat(source.substring(source.indexOf("public final class"))
                        .lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("// ----")))
                .hasSizeGreaterThan(60)
                .allSatisfy(line -> assertThat(page.lines()).contains(line));
    }

    private static List<String> blocks() throws IOException {
        return BLOCK.matcher(Files.readString(Path.of("../docs/adding-a-workflow.md")))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    private static String code(String type) throws IOException {
        return flat(Files.readString(SOURCES.resolve(type + ".java")));
    }

    /** Without indents. */
    private static String flat(String code) {
        return code.strip().lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
