package dev.atelier.app.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.account.TestApi;
import dev.atelier.app.http.OpenApiDocument;
import dev.atelier.app.http.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What browsers get of the studio before any script of it runs. */
final class StudioRoutesTest {
    private static final Pattern OPERATION = Pattern.compile("^  (\\w+): '([A-Z]+ /\\S+)',$", Pattern.MULTILINE);
    private static final Pattern ADDRESS = Pattern.compile("\"(/assets/[^\"]+\\.(?:js|css|svg))\"");

    private final TestApi api = new TestApi();
    private final TestServer server = api.server;
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void everyPageIsOneDocumentUnderAPolicyThatAllowsNoForeignAndNoInlineScript() throws Exception {
        for (String page :
                new String[] {"/", "/signin", "/gallery", "/p/0193a1f0-6a3b-7c11-9f00-3d6f5c1e2a01", "/admin/jobs"}) {
            HttpResponse<String> answer = get(page, "text/html");
            assertThat(answer.statusCode()).as(page).isEqualTo(200);
            assertThat(answer.body()).contains("<at-app>").doesNotContain("{{");
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-cache");
            assertThat(answer.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy)
                            .startsWith("default-src 'none'; script-src 'self' 'sha256-")
                            .contains("require-trusted-types-for 'script'")
                            .doesNotContain("unsafe"));
        }
    }

    @Test
    void everyFileThatThePageNamesIsThereAndMayBeKeptForEver() throws Exception {
        String page = get("/", "text/html").body();
        var addresses =
                ADDRESS.matcher(page).results().map(match -> match.group(1)).collect(Collectors.toSet());
        assertThat(addresses).hasSizeGreaterThan(8);
        for (String address : addresses) {
            HttpResponse<String> answer = get(address, "*/*");
            assertThat(answer.statusCode()).as(address).isEqualTo(200);
            assertThat(answer.headers().firstValue("Cache-Control")).contains("public, max-age=31536000, immutable");
        }
        assertThat(get("/assets/studio@000000000000/app.js", "*/*").statusCode())
                .isEqualTo(404);
    }

    @Test
    void filesTravelCompressed() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.at("/signin"))
                .header("Accept-Encoding", "gzip")
                .build();
        HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        try (InputStream plain = new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(answer.body()))) {
            assertThat(new String(plain.readAllBytes(), StandardCharsets.UTF_8)).startsWith("<!doctype html>");
        }
    }

    @Test
    void aPersonWhoIsLostGetsAPageAndAProgramAProblem() throws Exception {
        HttpResponse<String> person = get("/no/such/page", "text/html,application/xhtml+xml");
        assertThat(person.statusCode()).isEqualTo(404);
        assertThat(person.body()).contains("<at-app>");
        HttpResponse<String> program = get("/no/such/page", "application/json");
        assertThat(program.statusCode()).isEqualTo(404);
        assertThat(program.body()).contains("\"code\":\"not_found\"");
        assertThat(get("/api/v1/nothing", "text/html").body()).contains("\"code\":\"not_found\"");
    }

    @Test
    void theScriptsCallOnlyOperationsOfTheOpenApiDocument() throws Exception {
        Map<String, String> described = new TreeMap<>();
        for (Map.Entry<String, JsonNode> path :
                OpenApiDocument.of(api.groups).tree().get("paths").properties()) {
            path.getValue().properties().forEach(operation -> {
                if (operation.getValue().has("operationId")) {
                    described.put(
                            operation.getValue().get("operationId").asText(),
                            operation.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
                }
            });
        }
        Map<String, String> called = new TreeMap<>();
        for (MatchResult operation : OPERATION.matcher(script()).results().toList()) {
            called.put(operation.group(1), operation.group(2));
        }
        assertThat(called).hasSizeGreaterThan(40);
        assertThat(described).containsAllEntriesOf(called);
    }

    private static String script() throws IOException {
        try (InputStream in = StudioRoutesTest.class.getResourceAsStream("/web/api.js")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private HttpResponse<String> get(String path, String accept) throws Exception {
        URI uri = server.at(path);
        return http.send(
                HttpRequest.newBuilder(uri).header("Accept", accept).build(), HttpResponse.BodyHandlers.ofString());
    }
}
