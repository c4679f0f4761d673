package dev.atelier.app.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.app.http.Area;
import dev.atelier.app.http.Json;
import dev.atelier.app.http.RequestBody;
import dev.atelier.core.token.AccessToken;
import dev.atelier.core.token.Scope;
import dev.atelier.core.token.TokenText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page about access tokens says what the server takes and gives. */
class AccessTokenPageTest {
    private static String page;

    @BeforeAll
    static void read() throws IOException {
        page = Files.readString(Path.of("../docs/access-tokens.md"));
    }

    @Test
    void listsEveryAreaAndNoOther() {
        List<String> rows = Pattern.compile("(?m)^\\| `[a-z-]+` \\|.*$")
                .matcher(page)
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(rows)
                .containsExactlyElementsOf(Area.allGrantable().stream()
                        .map(area -> "| `" + area.word() + "` | " + area.title() + " |")
                        .toList());
    }

    @Test
    void theWishIsOneThatIsTaken() {
        String json = between("-H 'Content-Type: application/json' -d '{\n", "}'");
        AccessTokenJson.Wish wish =
                RequestBody.read(("{" + json + "}").getBytes(StandardCharsets.UTF_8), AccessTokenJson.Wish.class);
        AccessToken.Terms terms = TermsReader.read(wish, Instant.EPOCH);
        assertThat(terms.scopes()).contains(Scope.write("generations"));
        String shown = between("```json\n", "```");
        assertThat(shown)
                .contains(terms.allowedFrom().stream()
                        .map(block -> "\"" + block + "\"")
                        .collect(java.util.stream.Collectors.joining(", ")));
        List<String> fields = new java.util.ArrayList<>();
        try {
            Json.MAPPER.readTree(shown).path("accessToken").fieldNames().forEachRemaining(fields::add);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        assertThat(fields)
                .containsExactlyElementsOf(java.util.Arrays.stream(AccessTokenJson.View.class.getRecordComponents())
                        .map(component -> component.getName())
                        .toList());
    }

    @Test
    void namesThePatternForScanners() {
        assertThat(page).contains("`" + TokenText.PATTERN.pattern() + "`");
    }

    private static String between(String start, String end) {
        int from = page.indexOf(start) + start.length();
        assertThat(from).isGreaterThan(start.length());
        return page.substring(from, page.indexOf(end, from));
    }
}
