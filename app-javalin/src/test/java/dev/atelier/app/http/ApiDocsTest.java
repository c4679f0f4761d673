package dev.atelier.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page about the API tells the codes and the error body that the server sends. */
class ApiDocsTest {
    private static String page;

    @BeforeAll
    static void read() throws IOException {
        page = Files.readString(Path.of("../docs/api.md"));
    }

    @Test
    void listsEveryCodeAndNoOther() {
        List<String> rows = Pattern.compile("(?m)^\\| `[a-z_]+` \\| \\d{3} \\|.*$")
                .matcher(page)
                .results()
                .map(row -> row.group())
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(ProblemCode.values())
                        .map(code -> "| `%s` | %d | %s | %s |"
                                .formatted(code.word(), code.status(), code.retryable() ? "yes" : "no", code.title()))
                        .toList());
    }

    @Test
    void showsTheBodyAsItIsSent() throws IOException {
        String shown =
                page.substring(page.indexOf("```json\n") + 8, page.indexOf("```", page.indexOf("```json\n") + 8));
        ObjectMapper json = new ObjectMapper();
        JsonNode body = json.readTree(shown);

        JsonNode sent = json.valueToTree(ErrorResponses.body(
                Problem.of(ProblemCode.INSUFFICIENT_CREDITS, body.path("detail").asText()),
                "/api/v1/generations",
                body.path("requestId").asText()));

        assertThat(body).isEqualTo(sent);
    }
}
