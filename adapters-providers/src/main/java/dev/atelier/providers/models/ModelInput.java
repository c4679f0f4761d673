package dev.atelier.providers.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.providers.http.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns a wish into a model's input. What the model does not take is refused here, before anything is sent. */
public record ModelInput(ProviderId provider) {
    /**
     * Checks the wish against the model; makes no call.
     *
     * @throws ProviderFailure of kind INVALID_ORDER if the model cannot do it
     */
    public void check(Wish wish, ModelShape shape) {
        if (wish.prompt().length() > shape.maxPrompt()) {
            throw invalid(
                    "the prompt has " + wish.prompt().length() + " characters, wanted at most " + shape.maxPrompt());
        }
        int images = wish.images().size();
        if (images < shape.minImages() || images > shape.maxImages()) {
            throw invalid(
                    "the order has " + images + " pictures, wanted " + shape.minImages() + " to " + shape.maxImages());
        }
        if (wish.masked()) {
            throw invalid("the model takes no mask");
        }
        value(shape.ratio(), wish.aspectRatio(), "aspect ratio");
        value(shape.quality(), wish.quality(), "quality");
        value(shape.seconds(), seconds(wish), "length");
    }

    /**
     * The fields of the input.
     *
     * @param pictures the wish's pictures as the vendor is to be told of them
     */
    public ObjectNode write(Wish wish, ModelShape shape, List<String> pictures) {
        ObjectNode input = Json.object().put("prompt", wish.prompt());
        shape.fixed().properties().forEach(field -> input.set(field.getKey(), field.getValue()));
        pictures(input, shape, pictures);
        put(input, shape.ratio(), value(shape.ratio(), wish.aspectRatio(), "aspect ratio"));
        put(input, shape.quality(), value(shape.quality(), wish.quality(), "quality"));
        put(input, shape.seconds(), value(shape.seconds(), seconds(wish), "length"));
        if (wish.seed() != null && !shape.seedField().isEmpty()) {
            input.put(shape.seedField(), wish.seed());
        }
        return input;
    }

    private static void pictures(ObjectNode input, ModelShape shape, List<String> pictures) {
        if (pictures.isEmpty()) {
            return;
        }
        if (shape.singleImage()) {
            input.put(shape.imageField(), pictures.get(0));
            return;
        }
        ArrayNode list = input.putArray(shape.imageField());
        pictures.forEach(list::add);
    }

    /** The vendor's value for the wish; missing if the field is to be left out. */
    private JsonNode value(JsonNode choice, @Nullable String wish, String name) {
        String word = wish == null ? choice.path("default").asText("") : wish;
        if (choice.isMissingNode() || word.isEmpty()) {
            return MissingNode.getInstance();
        }
        if (choice.has("words")) {
            JsonNode translated = choice.path("words").path(word);
            if (translated.isMissingNode()) {
                throw invalid("the model has no " + name + " " + shown(word));
            }
            return translated;
        }
        for (JsonNode value : choice.path("values")) {
            if (value.asText().equals(word)) {
                return value;
            }
        }
        if (choice.has("values")) {
            throw invalid("the model has no " + name + " " + shown(word));
        }
        return Json.object().textNode(word);
    }

    private static @Nullable String seconds(Wish wish) {
        return wish.seconds() == null ? null : String.valueOf(wish.seconds());
    }

    /** A value of null stands for a word of ours that the vendor wants to see as an absent field. */
    private static void put(ObjectNode input, JsonNode choice, JsonNode value) {
        if (!value.isMissingNode() && !value.isNull()) {
            input.set(choice.path("field").asText(), value);
        }
    }

    private static String shown(String word) {
        return word.matches("[A-Za-z0-9:._-]{1,20}") ? word : "of that name";
    }

    private ProviderFailure invalid(String message) {
        return new ProviderFailure(provider, FailureKind.INVALID_ORDER, provider + ": " + message);
    }
}
