package dev.atelier.app.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.http.Problem;
import org.jspecify.annotations.Nullable;

/** The plain fields of a chat completions call; null counts as not there. */
final class ChatFields {
    private final JsonNode tree;

    private ChatFields(JsonNode tree) {
        this.tree = tree;
    }

    /** @throws Problem 400 if it is no object */
    static ChatFields of(JsonNode tree) {
        if (!tree.isObject()) {
            throw Problem.malformed("", "invalid_type", "The body must be a JSON object.");
        }
        return new ChatFields(tree);
    }

    /** Missing if it is null. */
    JsonNode raw(String name) {
        JsonNode value = tree.path(name);
        return value.isNull() ? tree.path("") : value;
    }

    @Nullable
    String text(String name) {
        JsonNode value = raw(name);
        return value.isMissingNode() ? null : sound("/" + name, value);
    }

    @Nullable
    Long integer(String name) {
        JsonNode value = raw(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong("/" + name, name + " must be a whole number.");
        }
        return value.longValue();
    }

    @Nullable
    Double number(String name) {
        JsonNode value = raw(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw wrong("/" + name, name + " must be a number.");
        }
        return value.doubleValue();
    }

    /** False if it is not there. */
    boolean flag(JsonNode in, String name) {
        JsonNode value = in.path(name);
        if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
            throw wrong("/" + name, name + " must be true or false.");
        }
        return value.asBoolean(false);
    }

    /** A text that can be stored: no zero character, no half of a pair. */
    static String sound(String pointer, JsonNode value) {
        if (!value.isTextual()) {
            throw wrong(pointer, "A text is wanted.");
        }
        String text = value.textValue();
        if (text.codePoints().anyMatch(point -> point == 0 || (point >= 0xD800 && point <= 0xDFFF))) {
            throw Problem.malformed(pointer, "invalid_value", "The text holds a character that is none.");
        }
        return text;
    }

    private static Problem wrong(String pointer, String why) {
        return Problem.malformed(pointer, "invalid_type", why);
    }
}
