package dev.atelier.providers.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.providers.http.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What OpenAI's models of pictures and speech take and cost, from {@code image-models.json} and {@code speech-models.json}. */
final class OpenAiModels {
    static final JsonNode BOOK = Json.resource(OpenAiModels.class, "/dev/atelier/providers/openai/image-models.json")
            .path("models");

    static final JsonNode SPEECH =
            Json.resource(OpenAiModels.class, "/dev/atelier/providers/openai/speech-models.json");

    private static final long MOST_TOKENS = 100_000_000;

    private OpenAiModels() {}

    /** The model's line, also for a dated one such as {@code gpt-image-2-2026-04-21}; missing if it is not known. */
    static JsonNode line(String model) {
        return line(BOOK, model);
    }

    private static JsonNode line(JsonNode book, String model) {
        String undated = model.replaceFirst("-\\d{4}-\\d{2}-\\d{2}$", "");
        for (JsonNode line : book) {
            if (line.path("model").asText().equals(undated)) {
                return line;
            }
        }
        return Json.object().path("unknown");
    }

    /** What a model is for, by its name, since OpenAI's list does not say; null if it is of no use to us. */
    static @Nullable Set<ModelCategory> categories(String model) {
        if (model.matches("(gpt-image|chatgpt-image|dall-e).*")) {
            return Set.of(ModelCategory.TEXT_TO_IMAGE, ModelCategory.IMAGE_TO_IMAGE);
        }
        if (model.matches("tts-.*|.*-tts(-.*)?")) {
            return Set.of(ModelCategory.SPEECH);
        }
        boolean other =
                model.matches(".*(realtime|transcribe|audio|embedding|moderation|search|codex|live|instruct).*");
        return !other && model.matches("(gpt-|chatgpt-|o\\d).*")
                ? Set.of(ModelCategory.TEXT, ModelCategory.VISION)
                : null;
    }

    /** True for models that take three sizes alone; unknown ones are newer and take all. */
    static boolean threeSizes(String model) {
        return line(model).path("sizes").asText("any").equals("three");
    }

    /** The tokens and, where the model's price is known, what they cost; rounded up. */
    static VendorCost cost(String model, JsonNode usage) {
        Long input = Json.count(usage.path("input_tokens"));
        Long output = Json.count(usage.path("output_tokens"));
        JsonNode price = line(model).path("usdPerMillion");
        if (input == null || output == null || price.isMissingNode() || input > MOST_TOKENS || output > MOST_TOKENS) {
            return new VendorCost(null, null, input, output);
        }
        long imageIn = part(usage.path("input_tokens_details").path("image_tokens"), input);
        long textOut = part(usage.path("output_tokens_details").path("text_tokens"), output);
        long micros = of(price.path("textIn"), input - imageIn)
                .add(of(price.path("imageIn"), imageIn))
                .add(of(price.path("imageOut"), output - textOut))
                .add(of(price.path("textOut"), textOut))
                .setScale(0, RoundingMode.CEILING)
                .longValue();
        return new VendorCost(micros, null, input, output);
    }

    /** By its characters, since an answer of sound tells no tokens; rounded up. */
    static VendorCost speechCost(String model, int characters) {
        JsonNode price = line(SPEECH.path("models"), model).path("usdPerMillionCharacters");
        return price.isMissingNode()
                ? VendorCost.UNTOLD
                : VendorCost.ofMicros(
                        of(price, characters).setScale(0, RoundingMode.CEILING).longValue());
    }

    private static long part(JsonNode node, long whole) {
        @Nullable Long count = Json.count(node);
        return count == null ? 0 : Math.min(count, whole);
    }

    private static BigDecimal of(JsonNode usdPerMillion, long number) {
        return BigDecimal.valueOf(usdPerMillion.doubleValue()).multiply(BigDecimal.valueOf(number));
    }
}
