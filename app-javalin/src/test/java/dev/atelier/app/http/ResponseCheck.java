package dev.atelier.app.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Holds every JSON answer that a test gets against the OpenAPI document: its status, its media type and its body must be described for
 * the route. Routes that no fragment describes are left to {@code OpenApiTest}.
 */
final class ResponseCheck {
    private final JsonNode document;
    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<JsonNode, Schema> compiled = new ConcurrentHashMap<>();

    ResponseCheck(OpenApiDocument document) {
        this.document = document.tree();
    }

    /** @throws AssertionError if the answer is not as the document says */
    void check(String method, String path, int status, String contentType, String body) {
        String type = contentType.replaceAll(";.*", "").strip();
        if (!type.endsWith("json") || body.isEmpty()) {
            return;
        }
        operation(method, path.replaceAll("\\?.*", "")).ifPresent(operation -> {
            String what = method + " " + path + " answered " + status + " " + type;
            JsonNode response = response(operation, status);
            if (response.isMissingNode()) {
                throw new AssertionError(what + ", which the API document does not describe");
            }
            JsonNode schema = response.path("content").path(type).path("schema");
            if (!response.path("content").has(type)) {
                throw new AssertionError(what + ", a media type that the API document does not describe: " + body);
            }
            List<Error> errors = compiled(schema).validate(parse(body));
            if (!errors.isEmpty()) {
                throw new AssertionError(what + " against the API document: " + errors + "\n" + body);
            }
        });
    }

    private Optional<JsonNode> operation(String method, String path) {
        return document.path("paths").properties().stream()
                .filter(entry -> entry.getValue().has(method.toLowerCase(Locale.ROOT)))
                .filter(entry -> pattern(entry.getKey()).matcher(path).matches())
                // The template with the most fixed letters is the one that the server chose.
                .max(Comparator.comparingInt(
                        entry -> entry.getKey().replaceAll("\\{[^}]*}", "").length()))
                .map(entry -> entry.getValue().path(method.toLowerCase(Locale.ROOT)));
    }

    private static Pattern pattern(String template) {
        String[] parts = template.split("\\{[^}]*}", -1);
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            regex.append(i == 0 ? "" : ".+").append(Pattern.quote(parts[i]));
        }
        return Pattern.compile(regex.toString());
    }

    private JsonNode response(JsonNode operation, int status) {
        JsonNode responses = operation.path("responses");
        JsonNode response = responses.path(Integer.toString(status));
        if (response.isMissingNode()) {
            response = responses.path("default");
        }
        String reference = response.path("$ref").asText("");
        return reference.isEmpty() ? response : document.at(reference.substring(1));
    }

    private Schema compiled(JsonNode schema) {
        return compiled.computeIfAbsent(schema, wanted -> {
            ObjectNode root = JsonNodeFactory.instance.objectNode();
            root.set("components", document.path("components"));
            root.putArray("allOf").add(wanted);
            return schemas.getSchema(root);
        });
    }

    private static JsonNode parse(String body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + body, e);
        }
    }
}
