package dev.atelier.providers.kie;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.catalogue.Capabilities;
import dev.atelier.core.catalogue.Lifecycle;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderPreset;
import dev.atelier.core.provider.ProviderPreset.PresetModel;
import dev.atelier.core.provider.ProviderPreset.PresetPrice;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.Options;
import dev.atelier.providers.http.PresetRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The rows of kie.ai on the first start: one provider for all its image models, one for its films, and two links of the LLM chain. What
 * the models can do comes from the books of {@link KieShape}, what they cost from {@code image-prices.json} and
 * {@code video-prices.json}.
 */
final class KiePresets {
    private static final String BOOKS = "/dev/atelier/providers/kie/";
    private static final ModelId FIRST_CHOICE = new ModelId("nano-banana-pro");
    private static final ModelId FIRST_FILM = new ModelId("veo3_fast");

    /** Pictures in one run; the vendor takes 20 new tasks in 10 seconds. */
    private static final int MOST_IMAGES = 16;

    private static final int MOST_FILMS = 4;

    private KiePresets() {}

    static List<ProviderPreset> all() {
        return List.of(
                PresetRows.row(
                        "kieai",
                        Category.IMAGE_GENERATION,
                        "kie",
                        "kie.ai",
                        FIRST_CHOICE,
                        10,
                        models("image-prices.json", Category.IMAGE_GENERATION, "kieai")),
                PresetRows.row(
                        "kieai-video",
                        Category.VIDEO,
                        "kie",
                        "kie.ai films",
                        FIRST_FILM,
                        10,
                        models("video-prices.json", Category.VIDEO, "kieai-video")),
                writer("kieai-gemini3", "Gemini 3 Pro by kie.ai", "gemini-3-pro", 10),
                writer("kieai-gemini25", "Gemini 2.5 Pro by kie.ai", "gemini-2.5-pro", 20));
    }

    private static List<PresetModel> models(String book, Category category, String row) {
        List<PresetModel> models = new ArrayList<>();
        Json.resource(KiePresets.class, BOOKS + book)
                .path("models")
                .forEach(line -> models.add(model(line, category, new ProviderId(row))));
        return models;
    }

    private static ProviderPreset writer(String row, String name, String model, int priority) {
        ModelId id = new ModelId(model);
        return PresetRows.row(
                row,
                Category.LLM,
                "kie",
                name,
                id,
                priority,
                List.of(PresetRows.writer(id, new ProviderId(row), name, List.of())));
    }

    private static PresetModel model(JsonNode line, Category category, ProviderId row) {
        ModelId id = new ModelId(line.path("model").asText());
        boolean film = category == Category.VIDEO;
        Options none = new Options(Map.of());
        KieShape shape = film ? KieShape.ofFilm(id.value(), none) : KieShape.of(id.value(), none);
        Capabilities can = Capabilities.prompts(Math.min(shape.maxPrompt(), 8_000))
                .ratios(PresetRows.defaultFirst(
                        ratios(shape.ratio()), shape.ratio().path("default").asText("")))
                .qualities(PresetRows.defaultFirst(
                        PresetRows.texts(shape.quality().path("values")),
                        shape.quality().path("default").asText("")))
                .seconds(seconds(shape.seconds()))
                .upTo(film ? MOST_FILMS : MOST_IMAGES)
                .inputs(shape.minImages(), shape.maxImages());
        can = shape.seedField().isEmpty() ? can : can.withSeed();
        List<PresetPrice> prices = new ArrayList<>();
        if (line.has("credits")) {
            prices.add(price(null, line));
        }
        line.path("qualities").properties().forEach(entry -> prices.add(price(entry.getKey(), entry.getValue())));
        return new PresetModel(
                new ModelSpec(id, row, category, line.path("name").asText(), can, Lifecycle.ACTIVE, null, null),
                prices);
    }

    private static Integer[] seconds(JsonNode seconds) {
        return PresetRows.defaultFirst(
                        PresetRows.texts(seconds.path("values")),
                        seconds.path("default").asText(""))
                .stream()
                .map(Integer::valueOf)
                .toArray(Integer[]::new);
    }

    private static List<String> ratios(JsonNode ratio) {
        List<String> names = new ArrayList<>();
        ratio.path("words").fieldNames().forEachRemaining(names::add);
        return names.isEmpty() ? PresetRows.texts(ratio.path("values")) : names;
    }

    private static PresetPrice price(@org.jspecify.annotations.Nullable String quality, JsonNode line) {
        return new PresetPrice(
                quality,
                Credits.of(line.path("credits").asLong()),
                Math.round(line.path("usd").asDouble() * 1_000_000));
    }
}
