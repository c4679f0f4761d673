package dev.atelier.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.atelier.app.account.TestApi;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the routes against the document in both directions. Every group of the server is in {@link TestApi#groups}. */
class OpenApiTest {
    private static TestApi api;
    private static JsonNode document;

    @BeforeAll
    static void start() {
        api = new TestApi();
        document = api.server.anonymous().get("/openapi.json").json();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void everyRouteIsDescribedAndEveryDescriptionIsServed() {
        Set<String> served = new TreeSet<>();
        api.server
                .server()
                .access()
                .routes()
                .forEach(route -> served.add(route.method().name() + " "
                        + route.path().replace('<', '{').replace('>', '}')));
        assertThat(described()).isEqualTo(served);
    }

    @Test
    void whatNeedsNoSignInSaysSo() {
        for (Access.Route route : api.server.server().access().routes()) {
            JsonNode operation = document.path("paths")
                    .path(route.path().replace('<', '{').replace('>', '}'))
                    .path(route.method().name().toLowerCase(Locale.ROOT));
            boolean open = operation.path("security").isArray()
                    && operation.path("security").isEmpty();
            assertThat(open)
                    .as(route.toString())
                    .isEqualTo(route.gate().lowest().isEmpty());
        }
    }

    @Test
    void everyReferenceLeadsSomewhereAndNoOperationIdIsThereTwice() {
        List<String> references = new ArrayList<>(document.findValuesAsText("$ref"));
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
        assertThat(document.findValuesAsText("operationId")).doesNotHaveDuplicates();
    }

    @Test
    void everyPathParameterIsDescribed() {
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    Set<String> wanted = new TreeSet<>();
                    var matcher = java.util.regex.Pattern.compile("\\{(\\w+)}").matcher(path.getKey());
                    while (matcher.find()) {
                        wanted.add(matcher.group(1));
                    }
                    Set<String> there = new TreeSet<>();
                    operation.getValue().path("parameters").forEach(parameter -> {
                        if (parameter.path("in").asText().equals("path")) {
                            there.add(parameter.path("name").asText());
                        }
                    });
                    assertThat(there).as(path.getKey()).isEqualTo(wanted);
                }));
    }

    @Test
    void theYamlSaysTheSame() throws IOException {
        var answer = api.server.anonymous().get("/openapi.yaml");
        assertThat(answer.header("Content-Type")).startsWith("application/yaml");
        assertThat(new ObjectMapper(new YAMLFactory()).readTree(answer.body())).isEqualTo(document);
        assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
    }

    private static Set<String> described() {
        Set<String> described = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return described;
    }
}
