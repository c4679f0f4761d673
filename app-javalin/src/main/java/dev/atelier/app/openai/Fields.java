package dev.atelier.app.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.app.http.Problem;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a call, as JSON or as a form has them: in a form numbers and flags are text. What nobody asks for is ignored, as clients
 * send fields along that only some models know.
 */
final class Fields {
    private final ObjectNode node;
    private final boolean form;

    private Fields(ObjectNode node, boolean form) {
        this.node = node;
        this.form = form;
    }

    /** @throws Problem 400 if the JSON is no object */
    static Fields ofJson(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            return new Fields(object, false);
        }
        throw Problem.malformed("", "invalid_type", "The body must be a JSON object.");
    }

    static Fields ofForm(ObjectNode texts) {
        return new Fields(texts, true);
    }

    /** All of them; not to be changed. */
    ObjectNode tree() {
        return node;
    }

    /** The field as it is; missing if it is null or not there. */
    JsonNode raw(String name) {
        JsonNode value = node.path(name);
        boolean nothing = value.isNull() || (form && value.asText().equals("null"));
        return nothing ? node.path("") : value;
    }

    /** @throws Problem 400 if it is no text */
    @Nullable
    String text(String name) {
        JsonNode value = raw(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isTextual()) {
            throw Problem.malformed("/" + name, "invalid_type", name + " must be a text.");
        }
        return value.asText();
    }

    /** @throws Problem 400 if it is no whole number */
    @Nullable
    Long integer(String name) {
        JsonNode value = raw(name);
        if (value.isMissingNode()) {
            return null;
        }
        try {
            if (value.isIntegralNumber() && value.canConvertToLong()) {
                return value.asLong();
            }
            if (value.isTextual()) {
                return Long.valueOf(value.asText().strip());
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw Problem.malformed("/" + name, "invalid_type", name + " must be a whole number.");
    }

    /** False if it is not there. */
    boolean flag(String name) {
        JsonNode value = raw(name);
        if (value.isMissingNode() || value.isBoolean()) {
            return value.asBoolean(false);
        }
        return switch (value.asText().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Problem.malformed("/" + name, "invalid_type", name + " must be true or false.");
        };
    }
}
