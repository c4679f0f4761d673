package dev.atelier.providers.geminigen;

import dev.atelier.core.catalogue.Capabilities;
import dev.atelier.core.catalogue.Lifecycle;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderPreset;
import dev.atelier.core.provider.ProviderPreset.PresetModel;
import java.util.List;
import java.util.Map;

/** Geminigen's rows: switched off, and their models without a price. Somebody with an account has to confirm the facts first. */
final class GeminigenPresets {
    /** Stands before the vendor's names for models: other vendors sell models of the same names. */
    static final String PREFIX = "geminigen/";

    private GeminigenPresets() {}

    static List<ProviderPreset> all() {
        return List.of(
                row(
                        "geminigen",
                        Category.IMAGE_GENERATION,
                        "Geminigen.ai",
                        picture("nano-banana-pro", "Nano Banana Pro by Geminigen"),
                        picture("nano-banana-2", "Nano Banana 2 by Geminigen"),
                        picture("imagen-4", "Imagen 4 by Geminigen")),
                row(
                        "geminigen-video",
                        Category.VIDEO,
                        "Geminigen.ai films",
                        film("veo-3.1-fast", "Veo 3.1 Fast by Geminigen"),
                        film("veo-3.1", "Veo 3.1 by Geminigen")));
    }

    private static ProviderPreset row(String id, Category category, String name, PresetModel... models) {
        ProviderConfig config = new ProviderConfig(
                new ProviderId(id),
                category,
                "geminigen",
                name,
                null,
                models[0].spec().id(),
                90,
                false,
                Map.of(),
                null,
                null,
                1);
        return new ProviderPreset(config, List.of(models));
    }

    private static PresetModel picture(String id, String name) {
        Capabilities can = Capabilities.prompts(8_000)
                .ratios("1:1", "16:9", "9:16", "4:3", "3:4")
                .qualities("1K", "2K", "4K")
                .upTo(4)
                .inputs(0, 4);
        return model("geminigen", Category.IMAGE_GENERATION, id, name, can);
    }

    private static PresetModel film(String id, String name) {
        Capabilities can = Capabilities.prompts(8_000)
                .ratios("16:9", "9:16")
                .qualities("720p", "1080p")
                .seconds(8)
                .upTo(2);
        return model("geminigen-video", Category.VIDEO, id, name, can);
    }

    private static PresetModel model(String row, Category category, String id, String name, Capabilities can) {
        return new PresetModel(
                new ModelSpec(
                        new ModelId(PREFIX + id),
                        new ProviderId(row),
                        category,
                        name,
                        can,
                        Lifecycle.ACTIVE,
                        null,
                        null),
                List.of());
    }
}
