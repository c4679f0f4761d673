package dev.atelier.providers.openrouter;

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
import dev.atelier.providers.http.PresetRows;
import java.util.List;

/** OpenRouter's rows on the first start, with the few models of which a price is known; all others are one click in its list away. */
final class OpenRouterPresets {
    private static final ProviderId IMAGES = new ProviderId("openrouter-images");
    private static final ModelId WRITER = new ModelId("openai/gpt-6.1-terra");
    private static final int MOST_IMAGES = 10;
    private static final int LONGEST_PROMPT = 8_000;
    private static final String[] RATIOS = {"1:1", "3:2", "2:3", "4:3", "3:4", "5:4", "4:5", "16:9", "9:16", "21:9"};

    private OpenRouterPresets() {}

    static List<ProviderPreset> all(String adapter) {
        List<PresetModel> models = List.of(
                model("bytedance-seed/seedream-4.5", "Seedream 4.5 by OpenRouter", 14, 5, 45_000, 9, 80_000),
                model("google/gemini-3-pro-image", "Nano Banana Pro by OpenRouter", 14, 15, 134_000, 27, 240_000));
        return List.of(
                PresetRows.row(
                        "openrouter-images",
                        Category.IMAGE_GENERATION,
                        adapter,
                        "OpenRouter images",
                        models.get(0).spec().id(),
                        60,
                        models),
                PresetRows.row(
                        "openrouter",
                        Category.LLM,
                        adapter,
                        "OpenRouter",
                        WRITER,
                        60,
                        List.of(PresetRows.writer(
                                WRITER, new ProviderId("openrouter"), "GPT 6.1 Terra by OpenRouter", List.of()))),
                PresetRows.row(
                        "openrouter-vision", Category.VISION, adapter, "OpenRouter vision", WRITER, 60, List.of()));
    }

    /** @param large the price of a picture in 4K */
    private static PresetModel model(
            String id, String name, int mostInputs, int credits, long micros, int large, long largeMicros) {
        Capabilities can = Capabilities.prompts(LONGEST_PROMPT)
                .ratios(RATIOS)
                .qualities("1K", "2K", "4K")
                .upTo(MOST_IMAGES)
                .inputs(0, mostInputs);
        return new PresetModel(
                new ModelSpec(
                        new ModelId(id), IMAGES, Category.IMAGE_GENERATION, name, can, Lifecycle.ACTIVE, null, null),
                List.of(
                        new PresetPrice(null, Credits.of(credits), micros),
                        new PresetPrice("4K", Credits.of(large), largeMicros)));
    }
}
