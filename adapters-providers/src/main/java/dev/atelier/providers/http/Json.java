package dev.atelier.providers.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** JSON as vendors speak it: read with narrow limits, never with an exception that quotes the text. */
public final class Json {
    /** The largest text that a vendor may send in one string: an inline picture in base64. */
    private static final int MAX_STRING = 48 << 20;

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxNumberLength(64)
                            .maxStringLength(MAX_STRING)
                            .maxNameLength(1_000)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** The JSON in the bytes; a missing node if there is none. */
    public static JsonNode read(byte[] bytes) {
        try {
            return orMissing(MAPPER.readTree(bytes));
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** The node itself, or what its text holds where a vendor wraps JSON in a string; a missing node if that is none. */
    public static JsonNode unwrap(JsonNode node) {
        if (!node.isTextual()) {
            return node;
        }
        try {
            return orMissing(MAPPER.readTree(node.textValue()));
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    public static byte[] write(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot write JSON", e);
        }
    }

    /** A data file of this module. */
    public static JsonNode resource(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing");
            }
            return MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + name + " cannot be read", e);
        }
    }

    /** A whole number of zero or more; null if the node is none. */
    public static @Nullable Long count(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0 ? node.longValue() : null;
    }

    /** A machine word such as an error code, lower-case; blank if the node is no such word. Free text does not pass. */
    public static String word(JsonNode node) {
        String text = node.isTextual() ? node.textValue() : "";
        return text.matches("[A-Za-z0-9_.-]{1,64}") ? text.toLowerCase(Locale.ROOT) : "";
    }

    private static JsonNode orMissing(@Nullable JsonNode node) {
        return node == null ? MissingNode.getInstance() : node;
    }
}
