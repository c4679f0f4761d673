package dev.atelier.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads single values of a request; nothing is converted from one JSON type to another. */
final class Scalars {
    private Scalars() {}

    /** The value is not what is wanted. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final String code;
        private final transient @Nullable Object allowed;

        Refused(String code, String detail, @Nullable Object allowed) {
            super(detail, null, false, false);
            this.code = code;
            this.allowed = allowed;
        }

        String code() {
            return code;
        }

        String detail() {
            return String.valueOf(getMessage());
        }

        @Nullable
        Object allowed() {
            return allowed;
        }
    }

    static Object read(JsonNode node, Class<?> type) throws Refused {
        if (type == boolean.class || type == Boolean.class) {
            if (!node.isBoolean()) {
                throw new Refused("wrong_type", "true or false is wanted", List.of(true, false));
            }
            return node.booleanValue();
        }
        if (type == int.class || type == Integer.class) {
            if (!whole(node) || !node.canConvertToInt()) {
                throw new Refused("wrong_type", "a whole number is wanted", "integer");
            }
            return node.intValue();
        }
        if (type == long.class || type == Long.class) {
            if (!whole(node) || !node.canConvertToLong()) {
                throw new Refused("wrong_type", "a whole number is wanted", "integer");
            }
            return node.longValue();
        }
        if (type == double.class || type == Double.class) {
            if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
                throw new Refused("wrong_type", "a number is wanted", "number");
            }
            return node.doubleValue();
        }
        if (!node.isTextual()) {
            throw new Refused("wrong_type", "a text is wanted", type.isEnum() ? words(type) : "string");
        }
        return fromText(node.textValue(), type);
    }

    private static Object fromText(String text, Class<?> type) throws Refused {
        if (type == String.class) {
            // A zero byte is no text, and PostgreSQL refuses it; a lone surrogate cannot be written as UTF-8.
            if (text.indexOf('\0') >= 0 || !wellFormed(text)) {
                throw new Refused("invalid", "the text holds a character that is none", null);
            }
            return text;
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> ((Enum<?>) constant).name().equalsIgnoreCase(text))
                    .findFirst()
                    .orElseThrow(() -> new Refused("not_allowed", "this word is not known here", words(type)));
        }
        try {
            if (type == UUID.class) {
                if (text.length() != 36) {
                    throw new IllegalArgumentException("length");
                }
                return UUID.fromString(text);
            }
            if (type == URI.class) {
                return URI.create(text);
            }
            if (type == Instant.class) {
                return OffsetDateTime.parse(text).toInstant();
            }
            if (type == LocalDate.class) {
                return LocalDate.parse(text);
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new Refused("invalid", "this is no " + form(type), form(type));
        }
        throw new IllegalStateException("requests cannot hold " + type);
    }

    private static boolean whole(JsonNode node) {
        return node.isIntegralNumber();
    }

    private static boolean wellFormed(String text) {
        return text.codePoints().noneMatch(point -> point >= 0xD800 && point <= 0xDFFF);
    }

    private static String form(Class<?> type) {
        if (type == UUID.class) {
            return "uuid";
        }
        if (type == URI.class) {
            return "uri";
        }
        return type == Instant.class ? "date-time" : "date";
    }

    private static List<String> words(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
