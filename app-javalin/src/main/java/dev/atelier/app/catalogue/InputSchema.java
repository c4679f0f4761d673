package dev.atelier.app.catalogue;

import dev.atelier.core.catalogue.Capabilities;
import dev.atelier.core.catalogue.ModelSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema 2020-12 of a wish for a model, with the names of the route that takes it: pictures at {@code /api/v1/generations}, films
 * at {@code /api/v1/videos}, voices at {@code /api/v1/speech}, texts at {@code /api/v1/texts}. {@code x-order} is the order of a form.
 */
final class InputSchema {
    private final Map<String, Object> properties = new LinkedHashMap<>();
    private final Capabilities can;

    private InputSchema(Capabilities can) {
        this.can = can;
    }

    static Map<String, Object> of(ModelSpec spec) {
        InputSchema schema = new InputSchema(spec.capabilities());
        return switch (spec.category()) {
            case IMAGE_GENERATION -> schema.images("prompt", "imageCount", "productImages");
            case VIDEO -> schema.images("prompt", "count", "imageUploadIds");
            case SPEECH -> schema.speech();
            case LLM, VISION -> schema.text();
        };
    }

    private Map<String, Object> images(String words, String count, String inputs) {
        words(words, can.maxPromptLength());
        add(count, Map.of("type", "integer", "minimum", 1, "maximum", can.maxImages(), "default", 1));
        choice("aspectRatio", "string", can.aspectRatios());
        choice("quality", "string", can.qualities());
        choice("seconds", "integer", can.seconds());
        if (can.maxInputImages() > 0) {
            Map<String, Object> upload = Map.of("type", "string", "format", "uuid");
            add(
                    inputs,
                    Map.of(
                            "type",
                            "array",
                            "items",
                            upload,
                            "minItems",
                            can.minInputImages(),
                            "maxItems",
                            can.maxInputImages()));
        }
        if (can.seed()) {
            add("seed", Map.of("type", "integer", "minimum", 0));
        }
        if (can.mask()) {
            add("maskUploadId", Map.of("type", "string", "format", "uuid"));
        }
        return schema(can.minInputImages() > 0 ? List.of(words, inputs) : List.of(words));
    }

    private Map<String, Object> speech() {
        words("text", can.maxPromptLength());
        choice("voice", "string", can.voices());
        add("instructions", Map.of("type", "string", "maxLength", 1_000));
        return schema(List.of("text"));
    }

    private Map<String, Object> text() {
        add("prompt", Map.of("type", "string", "minLength", 1));
        add("system", Map.of("type", "string"));
        add("maxTokens", Map.of("type", "integer", "minimum", 1));
        return schema(List.of("prompt"));
    }

    private void words(String name, int longest) {
        add(name, Map.of("type", "string", "minLength", 1, "maxLength", longest));
    }

    private void choice(String name, String type, List<?> values) {
        if (!values.isEmpty()) {
            add(name, Map.of("type", type, "enum", values, "default", values.get(0)));
        }
    }

    private void add(String name, Map<String, Object> property) {
        Map<String, Object> ordered = new LinkedHashMap<>(property);
        ordered.put("x-order", properties.size() + 1);
        properties.put(name, ordered);
    }

    private Map<String, Object> schema(List<String> required) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("type", "object");
        schema.put("required", required);
        schema.put("properties", properties);
        return schema;
    }
}
