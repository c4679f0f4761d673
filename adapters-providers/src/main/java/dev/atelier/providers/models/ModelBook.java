package dev.atelier.providers.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The models of one vendor that we know, read from a data file with the day on which its facts were checked.
 *
 * <p>A model that is not in the book gets the shape {@code otherwise}, which these options change: {@code imageField},
 * {@code imageFieldSingle}, {@code ratioField}, {@code qualityField}, {@code secondsField}, {@code seedField} (a blank name means that the
 * model has no such field).
 */
public record ModelBook(JsonNode data) {
    public static ModelBook of(Class<?> owner, String resource) {
        return new ModelBook(Json.resource(owner, resource));
    }

    public List<ModelShape> all() {
        List<ModelShape> shapes = new ArrayList<>();
        data.path("models").forEach(entry -> shapes.add(new ModelShape(entry)));
        return shapes;
    }

    public Optional<ModelShape> find(String model) {
        return all().stream().filter(shape -> shape.id().equals(model)).findFirst();
    }

    /** The shape of a model, known or not. */
    public ModelShape shape(String model, Options options) {
        return find(model)
                .orElseGet(() -> new ModelShape(
                        changed(((ObjectNode) data.path("otherwise").deepCopy()).put("id", model), options)));
    }

    private static ObjectNode changed(ObjectNode shape, Options options) {
        rename(shape, "images", options, "imageField");
        rename(shape, "ratio", options, "ratioField");
        rename(shape, "quality", options, "qualityField");
        rename(shape, "seconds", options, "secondsField");
        if (options.values().containsKey("seedField")) {
            shape.put("seed", options.text("seedField", ""));
        }
        if (options.text("imageFieldSingle", "").equals("true") && shape.path("images") instanceof ObjectNode images) {
            images.put("single", true).put("max", 1);
        }
        return shape;
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
        } else {
            shape.set(part, Json.object().put("field", name));
        }
    }
}
