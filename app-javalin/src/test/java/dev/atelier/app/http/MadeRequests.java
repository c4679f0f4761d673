package dev.atelier.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes requests of an operation from the API document: most as it says, some spoiled. The same seed makes the same ones. */
final class MadeRequests {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEEPEST = 6;
    private static final List<String> TEXTS = List.of(
            "a",
            "three red circles",
            "  ",
            "Ω≈ç√∫ 🎨 \u202Eright to left",
            "nothing\u0000behind",
            "'; DROP TABLE org; --",
            "../../etc/passwd",
            "%00%2f",
            "x".repeat(5_000),
            "\uD800",
            "https://example.com/x",
            "0",
            "true",
            "2026-11-21T00:00:00Z",
            "<script>alert(1)</script>");
    private static final List<String> JUNK = List.of(
            "0", "-1", "null", "ä ö", "a/b", "..", "%", "x".repeat(300), "00000000-0000-7000-8000-000000000000");
    private static final List<String> NO_JSON = List.of(
            "",
            "{",
            "[]",
            "null",
            "\"text\"",
            "42",
            "{\"a\":1,\"a\":2}",
            "{\"a\":1e999}",
            "[".repeat(2_000),
            "{} trailing",
            "\uFEFF{}");

    private final JsonNode document;
    private final Random random;

    MadeRequests(JsonNode document, long seed) {
        this.document = document;
        this.random = new Random(seed);
    }

    /** @param body null for none */
    record Made(String path, List<String> headers, @Nullable String body) {}

    /** @param ids gives a real value for a path that names one, or null */
    Made of(String path, JsonNode operation, Function<String, @Nullable String> ids) {
        String address = path;
        StringBuilder query = new StringBuilder();
        List<String> headers = new ArrayList<>();
        for (JsonNode named : operation.path("parameters")) {
            JsonNode parameter = resolved(named);
            String name = parameter.path("name").asText();
            switch (parameter.path("in").asText()) {
                case "path" -> address = address.replace("{" + name + "}", encoded(segment(path, ids)));
                case "query" -> {
                    if (chance(3)) {
                        query.append(query.isEmpty() ? '?' : '&')
                                .append(name)
                                .append('=')
                                .append(encoded(text(value(parameter.path("schema"), 0))));
                    }
                }
                case "header" -> {
                    if (!name.equals("Prefer") && (parameter.path("required").asBoolean() || chance(4))) {
                        headers.addAll(List.of(
                                name,
                                name.equals("If-Match") && !chance(3)
                                        ? "\"1\""
                                        : ascii(text(value(parameter.path("schema"), 0)))));
                    }
                }
                default -> {}
            }
        }
        if (chance(15)) {
            query.append(query.isEmpty() ? '?' : '&').append("unheardOf=1");
        }
        return new Made(address + query, headers, body(operation));
    }

    private String segment(String path, Function<String, @Nullable String> ids) {
        String real = ids.apply(path);
        return real != null && !chance(4) ? real : pick(JUNK);
    }

    private @Nullable String body(JsonNode operation) {
        JsonNode content = operation.path("requestBody").path("content").path("application/json");
        if (content.isMissingNode()) {
            return chance(10) ? "{}" : null;
        }
        if (chance(10)) {
            return pick(NO_JSON);
        }
        JsonNode made = value(content.path("schema"), 0);
        if (made instanceof ObjectNode object && chance(3)) {
            spoil(object);
        }
        return made.toString();
    }

    private void spoil(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty() || chance(4)) {
            object.put("unheardOf", 1);
            return;
        }
        String name = pick(names);
        switch (random.nextInt(6)) {
            case 0 -> object.remove(name);
            case 1 -> object.putNull(name);
            case 2 -> object.put(name, Long.MAX_VALUE);
            case 3 -> object.put(name, "x".repeat(70_000));
            case 4 -> object.putArray(name).addObject().put("deep", -0.5);
            default -> object.put(name, pick(TEXTS));
        }
    }

    private JsonNode value(JsonNode given, int depth) {
        JsonNode schema = resolved(given);
        for (String choice : List.of("oneOf", "anyOf", "allOf")) {
            if (schema.has(choice)) {
                return value(
                        schema.path(choice)
                                .get(random.nextInt(schema.path(choice).size())),
                        depth);
            }
        }
        if (schema.has("enum") && !chance(10)) {
            return schema.path("enum").get(random.nextInt(schema.path("enum").size()));
        }
        JsonNode type = schema.path("type");
        String one = type.isArray() ? type.get(random.nextInt(type.size())).asText() : type.asText();
        return switch (one) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, depth);
            case "integer" -> JSON.numberNode(integer(schema));
            case "number" -> JSON.numberNode(random.nextInt(5) * 0.5);
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            case "null" -> JSON.nullNode();
            case "string" -> JSON.textNode(string(schema));
            default ->
                chance(2) ? JSON.textNode(pick(TEXTS)) : JSON.objectNode().put("a", 1);
        };
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode made = JSON.objectNode();
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            if (required.contains(property.getKey()) || (depth < DEEPEST && chance(2))) {
                made.set(property.getKey(), value(property.getValue(), depth + 1));
            }
        }
        if (schema.path("properties").isEmpty() && chance(2)) {
            made.put("key", "value");
        }
        return made;
    }

    private ArrayNode array(JsonNode schema, int depth) {
        ArrayNode made = JSON.arrayNode();
        int wanted = schema.path("minItems").asInt(0) + random.nextInt(3);
        for (int i = 0; i < wanted && depth < DEEPEST; i++) {
            made.add(value(schema.path("items"), depth + 1));
        }
        return made;
    }

    private long integer(JsonNode schema) {
        long least = schema.path("minimum").asLong(-3);
        long most = schema.path("maximum").asLong(least + 20);
        return switch (random.nextInt(6)) {
            case 0 -> least;
            case 1 -> most;
            case 2 -> chance(3) ? most + 1 : least;
            default -> least + (long) (random.nextDouble() * Math.min(most - least, 20));
        };
    }

    private String string(JsonNode schema) {
        return switch (schema.path("format").asText()) {
            case "uuid" -> chance(5) ? pick(TEXTS) : "01a1ff00-0000-7000-8000-00000000000" + random.nextInt(10);
            case "date-time" -> chance(5) ? pick(TEXTS) : "2026-1" + random.nextInt(3) + "-21T00:00:00Z";
            case "email" -> "person" + random.nextInt(1000) + "@made.example";
            default -> pick(TEXTS);
        };
    }

    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText("");
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    /** True once in so many. */
    private boolean chance(int in) {
        return random.nextInt(in) == 0;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.asText() : value.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    // What a client of HTTP lets through.
    private static String ascii(String text) {
        String clean = text.replaceAll("[^ -~]", "");
        return clean.length() > 500 ? clean.substring(0, 500) : clean;
    }
}
