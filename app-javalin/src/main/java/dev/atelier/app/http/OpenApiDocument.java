package dev.atelier.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The OpenAPI 3.1 document: {@code openapi/base.yaml} and the fragments of every feature, each with {@code paths} and
 * {@code components}. Immutable.
 */
public final class OpenApiDocument {
    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER));

    private final ObjectNode document;

    private OpenApiDocument(ObjectNode document) {
        this.document = document;
    }

    /** The base and what these groups name. */
    public static OpenApiDocument of(Collection<? extends Routes> groups) {
        Set<String> names = new LinkedHashSet<>();
        names.add("server");
        groups.forEach(group -> names.addAll(group.openApi()));
        ObjectNode document = load("base");
        names.forEach(name -> merge(document, load(name), name));
        return new OpenApiDocument(document);
    }

    /** The document as a tree; a copy. */
    public JsonNode tree() {
        return document.deepCopy();
    }

    String json() {
        return document.toPrettyString();
    }

    String yaml() {
        try {
            return YAML.writeValueAsString(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void merge(ObjectNode into, ObjectNode fragment, String name) {
        fragment.properties().forEach(part -> {
            switch (part.getKey()) {
                case "paths" -> {
                    part.getValue().forEach(path -> path.forEach(operation -> tag(operation, name)));
                    put(object(into, "paths"), part.getValue(), name);
                }
                case "components" ->
                    part.getValue()
                            .properties()
                            .forEach(kind ->
                                    put(object(object(into, "components"), kind.getKey()), kind.getValue(), name));
                default -> throw new IllegalStateException("fragment " + name + " may not hold " + part.getKey());
            }
        });
    }

    // Readers find an operation under the feature whose fragment describes it.
    private static void tag(JsonNode operation, String name) {
        if (operation instanceof ObjectNode described && !described.has("tags")) {
            described.putArray("tags").add(name);
        }
    }

    private static void put(ObjectNode into, JsonNode from, String name) {
        from.properties().forEach(entry -> {
            if (into.has(entry.getKey())) {
                throw new IllegalStateException(entry.getKey() + " is described twice, the second time in " + name);
            }
            into.set(entry.getKey(), entry.getValue());
        });
    }

    private static ObjectNode object(ObjectNode parent, String name) {
        return parent.withObject("/" + name);
    }

    private static ObjectNode load(String name) {
        try (InputStream in = OpenApiDocument.class.getResourceAsStream("/openapi/" + name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("there is no openapi/" + name + ".yaml");
            }
            return (ObjectNode) YAML.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("openapi/" + name + ".yaml cannot be read", e);
        }
    }
}
