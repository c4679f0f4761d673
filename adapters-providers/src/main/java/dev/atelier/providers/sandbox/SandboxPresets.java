package dev.atelier.providers.sandbox;

import dev.atelier.core.catalogue.Capabilities;
import dev.atelier.core.catalogue.Lifecycle;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderPreset;
import dev.atelier.core.provider.ProviderPreset.PresetModel;
import dev.atelier.core.provider.ProviderPreset.PresetPrice;
import dev.atelier.providers.http.PresetRows;
import java.util.List;
import java.util.Map;

/** The rows of the sandbox on the first start: behind every real vendor, one credit a picture, a recording or an answer. */
final class SandboxPresets {
    private static final int BEHIND_ALL = 100;
    private static final ModelId PAINTER = new ModelId("sandbox/painter");
    private static final ModelId CAMERA = new ModelId("sandbox/camera");
    private static final ModelId VOICE = new ModelId("sandbox/voice");
    private static final ModelId WRITER = new ModelId("sandbox/writer");
    private static final List<PresetPrice> WRITER_PRICE = List.of(new PresetPrice(null, Credits.of(1), 0));
    private static final ProviderId IMAGES = new ProviderId("sandbox");

    private SandboxPresets() {}

    static List<ProviderPreset> all() {
        return List.of(
                new ProviderPreset(row("sandbox", Category.IMAGE_GENERATION, "Sandbox", PAINTER), List.of(painter())),
                new ProviderPreset(
                        row("sandbox-llm", Category.LLM, "Sandbox writer", WRITER),
                        List.of(PresetRows.writer(
                                WRITER, new ProviderId("sandbox-llm"), "Sandbox writer", WRITER_PRICE))),
                new ProviderPreset(
                        row("sandbox-vision", Category.VISION, "Sandbox eye", new ModelId("sandbox/eye")), List.of()),
                new ProviderPreset(row("sandbox-video", Category.VIDEO, "Sandbox camera", CAMERA), List.of(camera())),
                new ProviderPreset(row("sandbox-speech", Category.SPEECH, "Sandbox voice", VOICE), List.of(voice())));
    }

    private static PresetModel camera() {
        Capabilities can = Capabilities.prompts(4_000)
                .ratios(Format.FILM_RATIOS)
                .qualities(List.copyOf(Format.FILM_QUALITIES.keySet()))
                .seconds(SandboxVideoProvider.SECONDS.toArray(Integer[]::new))
                .upTo(4)
                .inputs(0, 2)
                .withSeed();
        return new PresetModel(
                new ModelSpec(
                        CAMERA,
                        new ProviderId("sandbox-video"),
                        Category.VIDEO,
                        "Sandbox camera",
                        can,
                        Lifecycle.ACTIVE,
                        null,
                        null),
                List.of(PresetPrice.perSecond(null, Credits.of(1), 0)));
    }

    private static PresetModel voice() {
        return new PresetModel(
                new ModelSpec(
                        VOICE,
                        new ProviderId("sandbox-speech"),
                        Category.SPEECH,
                        "Sandbox voice",
                        Capabilities.prompts(4_000).voices(Tones.VOICES.toArray(String[]::new)),
                        Lifecycle.ACTIVE,
                        null,
                        null),
                List.of(new PresetPrice(null, Credits.of(1), 0)));
    }

    private static PresetModel painter() {
        Capabilities can = Capabilities.prompts(4_000)
                .ratios(Format.RATIOS)
                .qualities("standard", "draft", "high")
                .upTo(16)
                .inputs(0, 8)
                .withMask()
                .withSeed();
        return new PresetModel(
                new ModelSpec(
                        PAINTER,
                        IMAGES,
                        Category.IMAGE_GENERATION,
                        "Sandbox painter",
                        can,
                        Lifecycle.ACTIVE,
                        null,
                        null),
                List.of(new PresetPrice(null, Credits.of(1), 0)));
    }

    private static ProviderConfig row(String id, Category category, String name, ModelId model) {
        return new ProviderConfig(
                new ProviderId(id),
                category,
                SandboxProviderFactory.ADAPTER,
                name,
                null,
                model,
                BEHIND_ALL,
                true,
                Map.of(),
                null,
                null,
                1);
    }
}
