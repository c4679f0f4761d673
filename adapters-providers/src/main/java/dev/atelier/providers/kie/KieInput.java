package dev.atelier.providers.kie;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.Options;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns an order into a model's {@code input}. What the model does not take is refused here, before anything is sent: kie is known
 * to bill for some inputs that it cannot use.
 */
final class KieInput {
    private final ProviderId id;
    private final Options options;

    KieInput(ProviderId id, Options options) {
        this.id = id;
        this.options = options;
    }

    /** Checks the order against the model; makes no call. */
    KieShape shapeFor(KieWish wish) {
        KieShape shape = wish.film() ? KieShape.ofFilm(wish.model(), options) : KieShape.of(wish.model(), options);
        int length = wish.prompt().length();
        if (length < shape.minPrompt() || length > shape.maxPrompt()) {
            throw invalid("the prompt has " + length + " characters, wanted " + shape.minPrompt() + " to "
                    + shape.maxPrompt());
        }
        int images = wish.images().size();
        int most = shape.imageField().isEmpty() ? 0 : shape.maxImages();
        if (images < shape.minImages() || images > most) {
            throw invalid("the order has " + images + " pictures, wanted " + shape.minImages() + " to " + most);
        }
        if (wish.masked()) {
            throw invalid("the model takes no mask");
        }
        choice(shape.ratio(), wish.ratio(), "aspect ratio");
        choice(shape.quality(), wish.quality(), "quality");
        choice(shape.seconds(), seconds(wish), "length");
        return shape;
    }

    /** @param urls the order's pictures as addresses */
    ObjectNode input(KieWish wish, KieShape shape, List<String> urls) {
        ObjectNode input = Json.object();
        shape.fixed().properties().forEach(field -> input.set(field.getKey(), field.getValue()));
        input.put("prompt", wish.prompt());
        if (shape.singleImage()) {
            urls.stream().findFirst().ifPresent(url -> input.put(shape.imageField(), url));
            urls.stream().skip(1).findFirst().ifPresent(url -> input.put(shape.lastImageField(), url));
        } else if (!urls.isEmpty()) {
            ArrayNode list = input.putArray(shape.imageField());
            urls.forEach(list::add);
        }
        if (shape.mode().isObject()) {
            put(
                    input,
                    shape.mode(),
                    shape.mode().path(urls.isEmpty() ? "without" : "with").asText());
        }
        put(input, shape.ratio(), choice(shape.ratio(), wish.ratio(), "aspect ratio"));
        put(input, shape.quality(), choice(shape.quality(), wish.quality(), "quality"));
        put(input, shape.seconds(), choice(shape.seconds(), seconds(wish), "length"));
        put(input, shape.format(), format(shape.format()));
        if (wish.seed() != null && !shape.seedField().isEmpty()) {
            input.put(shape.seedField(), wish.seed());
        }
        safety(input, shape);
        return input;
    }

    private void safety(ObjectNode input, KieShape shape) {
        if (shape.hasOwnRoute()) {
            return;
        }
        String wish = options.text("nsfwChecker", "");
        if (!wish.isEmpty()) {
            input.put("nsfw_checker", wish.equals("true"));
        } else if (!shape.safetyField().isEmpty()) {
            // kie leaves its filter off unless told otherwise; we would rather have it on.
            input.put(shape.safetyField(), true);
        }
    }

    /** The vendor's word for the wish; null if the field is to be left out. */
    private @Nullable String choice(JsonNode field, @Nullable String wish, String name) {
        String word = wish == null ? field.path("default").asText("") : wish;
        if (field.isMissingNode() || word.isEmpty()) {
            return null;
        }
        if (field.has("words")) {
            String translated = field.path("words").path(word).asText("");
            if (translated.isEmpty()) {
                throw invalid("the model has no " + name + " " + shown(word));
            }
            return translated;
        }
        if (field.has("values") && !holds(field.path("values"), word)) {
            throw invalid("the model has no " + name + " " + shown(word));
        }
        return word;
    }

    /** PNG unless an admin wishes otherwise; {@code jpg} and {@code jpeg} are one wish, and each model knows one of them. */
    private @Nullable String format(JsonNode field) {
        String wish = options.text("outputFormat", field.path("default").asText(""));
        if (field.isMissingNode() || wish.isEmpty()) {
            return null;
        }
        if (!field.has("values") || holds(field.path("values"), wish)) {
            return wish;
        }
        String other = wish.equals("jpg") ? "jpeg" : wish.equals("jpeg") ? "jpg" : "";
        return holds(field.path("values"), other)
                ? other
                : field.path("default").asText();
    }

    private static @Nullable String seconds(KieWish wish) {
        return wish.seconds() == null ? null : wish.seconds().toString();
    }

    private static void put(ObjectNode input, JsonNode field, @Nullable String value) {
        if (value != null && field.path("number").asBoolean(false)) {
            input.put(field.path("field").asText(), Integer.parseInt(value));
        } else if (value != null) {
            input.put(field.path("field").asText(), value);
        }
    }

    private static boolean holds(JsonNode values, String word) {
        for (JsonNode value : values) {
            if (value.asText().equals(word)) {
                return true;
            }
        }
        return false;
    }

    private static String shown(String word) {
        return word.matches("[A-Za-z0-9:._-]{1,20}") ? word : "of that name";
    }

    private ProviderFailure invalid(String message) {
        return new ProviderFailure(id, FailureKind.INVALID_ORDER, id + ": " + message);
    }
}
