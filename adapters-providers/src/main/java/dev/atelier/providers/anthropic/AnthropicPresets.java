package dev.atelier.providers.anthropic;

import dev.atelier.core.catalogue.Capabilities;
import dev.atelier.core.catalogue.Lifecycle;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderPreset;
import dev.atelier.core.provider.ProviderPreset.PresetModel;
import dev.atelier.providers.http.PresetRows;
import java.time.LocalDate;
import java.util.List;

/** Claude on the first start: models live as of 2026-11-20, and those that older documents name and that are gone. */
final class AnthropicPresets {
    private static final ProviderId WRITERS = new ProviderId("anthropic");
    private static final ModelId SONNET = new ModelId("claude-sonnet-5-5");
    private static final ModelId HAIKU = new ModelId("claude-haiku-5-5");

    private AnthropicPresets() {}

    static List<ProviderPreset> all() {
        return List.of(
                PresetRows.row(
                        "anthropic",
                        Category.LLM,
                        "anthropic",
                        "Claude",
                        SONNET,
                        50,
                        List.of(
                                live(SONNET.value(), "Claude Sonnet 5.5"),
                                live("claude-opus-5-5", "Claude Opus 5.5"),
                                live("claude-fable-5-1", "Claude Fable 5.1"),
                                live(HAIKU.value(), "Claude Haiku 5.5"),
                                live("claude-sonnet-5", "Claude Sonnet 5"),
                                live("claude-haiku-4-5", "Claude Haiku 4.5"),
                                gone("claude-3-5-sonnet-20241022", "Claude 3.5 Sonnet", "2025-10-28"),
                                gone("claude-3-5-sonnet-20240620", "Claude 3.5 Sonnet (June 2024)", "2025-10-28"),
                                gone("claude-sonnet-4-20250514", "Claude Sonnet 4", "2026-06-15"))),
                PresetRows.row(
                        "anthropic-vision", Category.VISION, "anthropic", "Claude vision", HAIKU, 30, List.of()));
    }

    private static PresetModel live(String id, String name) {
        return PresetRows.writer(new ModelId(id), WRITERS, name, List.of());
    }

    private static PresetModel gone(String id, String name, String day) {
        Capabilities none = Capabilities.prompts(1);
        ModelSpec spec = new ModelSpec(
                new ModelId(id), WRITERS, Category.LLM, name, none, Lifecycle.RETIRED, SONNET, LocalDate.parse(day));
        return new PresetModel(spec, List.of());
    }
}
