package dev.atelier.providers.kie;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.Options;

/**
 * The fields of one model's {@code input}: kie's models differ in names and values, and refuse fields that they do not know.
 *
 * <p>Read from {@code image-models.json} and {@code video-models.json}; a model that is not there gets the shape {@code otherwise}, which these options change:
 * {@code imageField}, {@code imageFieldSingle}, {@code ratioField}, {@code qualityField}, {@code secondsField}, {@code seedField},
 * {@code formatField} (a blank name means that the model has no such field).
 */
record KieShape(JsonNode data) {
    private static final JsonNode IMAGES =
            Json.resource(KieShape.class, "/dev/atelier/providers/kie/image-models.json");
    private static final JsonNode FILMS = Json.resource(KieShape.class, "/dev/atelier/providers/kie/video-models.json");

    static KieShape of(String model, Options options) {
        return of(IMAGES, model, options);
    }

    static KieShape ofFilm(String model, Options options) {
        return of(FILMS, model, options);
    }

    private static KieShape of(JsonNode book, String model, Options options) {
        for (JsonNode shape : book.path("shapes")) {
            for (JsonNode name : shape.path("models")) {
                if (name.asText().equals(model)) {
                    return new KieShape(shape);
                }
            }
        }
        return new KieShape(changed(book.path("otherwise").deepCopy(), options));
    }

    String imageField() {
        return data.path("images").path("field").asText("");
    }

    boolean singleImage() {
        return data.path("images").path("single").asBoolean(false);
    }

    /** Where the second picture goes if each has a field of its own: a film's last frame. */
    String lastImageField() {
        return data.path("images").path("last").asText("");
    }

    int minImages() {
        return data.path("images").path("min").asInt(0);
    }

    int maxImages() {
        return data.path("images").path("max").asInt(0);
    }

    int minPrompt() {
        return data.path("prompt").path("min").asInt(1);
    }

    int maxPrompt() {
        return data.path("prompt").path("max").asInt(Integer.MAX_VALUE);
    }

    String seedField() {
        return data.path("seed").asText("");
    }

    /** The switch of kie's content filter; blank if the model's page names none. */
    String safetyField() {
        return data.path("safety").asText("");
    }

    JsonNode ratio() {
        return data.path("ratio");
    }

    JsonNode quality() {
        return data.path("quality");
    }

    /** How long a film is to be. */
    JsonNode seconds() {
        return data.path("seconds");
    }

    /** True for the models that have routes of their own instead of the jobs. */
    boolean hasOwnRoute() {
        return data.path("ownRoute").asBoolean(false);
    }

    /** The field that says whether there are pictures, with a word for each; missing where kie sees for itself. */
    JsonNode mode() {
        return data.path("mode");
    }

    JsonNode format() {
        return data.path("format");
    }

    JsonNode fixed() {
        return data.path("fixed");
    }

    private static JsonNode changed(JsonNode shape, Options options) {
        ObjectNode changed = (ObjectNode) shape;
        rename(changed, "images", options, "imageField");
        rename(changed, "ratio", options, "ratioField");
        rename(changed, "quality", options, "qualityField");
        rename(changed, "seconds", options, "secondsField");
        if (options.values().containsKey("formatField")) {
            changed.set("format", Json.object().put("field", options.text("formatField", "")));
        }
        if (options.values().containsKey("seedField")) {
            changed.put("seed", options.text("seedField", ""));
        }
        if (options.text("imageFieldSingle", "").equals("true")
                && changed.path("images") instanceof ObjectNode images) {
            images.put("single", true).put("max", 1);
        }
        return changed;
    }

    private static void rename(ObjectNode shape, String part, Options options, String option) {
        if (!options.values().containsKey(option)) {
            return;
        }
        String name = options.text(option, "");
        if (name.isEmpty()) {
            shape.remove(part);
        } else if (shape.path(part) instanceof ObjectNode field) {
            field.put("field", name);
        }
    }
}
