package dev.atelier.providers.openai;

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
import org.jspecify.annotations.Nullable;

/** OpenAI's language models on the first start, as of 2026-11-20; what answers cost our customers is for the admins to say. */
final class OpenAiWriters {
    private static final ProviderId ROW = new ProviderId("openai");
    private static final ModelId LUNA = new ModelId("gpt-6-luna");
    private static final LocalDate DECEMBER = LocalDate.parse("2026-12-10");
    private static final LocalDate JANUARY = LocalDate.parse("2027-01-13");

    private OpenAiWriters() {}

    static ProviderPreset row(String adapter) {
        return PresetRows.row(
                "openai",
                Category.LLM,
                adapter,
                "OpenAI",
                LUNA,
                40,
                List.of(
                        live(LUNA.value(), "GPT-6 Luna"),
                        live("gpt-6-sol", "GPT-6 Sol"),
                        live("gpt-6-astra", "GPT-6 Astra"),
                        live("gpt-5.6-luna", "GPT-5.6 Luna"),
                        live("gpt-5.6-terra", "GPT-5.6 Terra"),
                        live("gpt-5.6-sol", "GPT-5.6 Sol"),
                        ending("gpt-5", "GPT-5", DECEMBER, null),
                        ending("gpt-5-mini", "GPT-5 mini", DECEMBER, null),
                        ending("o3", "o3", DECEMBER, null),
                        ending("gpt-4o", "GPT-4o", JANUARY, LUNA),
                        ending("gpt-4o-mini", "GPT-4o mini", JANUARY, LUNA),
                        ending("gpt-4.1", "GPT-4.1", JANUARY, LUNA),
                        ending("gpt-4.1-mini", "GPT-4.1 mini", JANUARY, LUNA)));
    }

    private static PresetModel live(String id, String name) {
        return PresetRows.writer(new ModelId(id), ROW, name, List.of());
    }

    private static PresetModel ending(String id, String name, LocalDate lastDay, @Nullable ModelId replacement) {
        PresetModel live = live(id, name);
        ModelSpec spec = new ModelSpec(
                live.spec().id(),
                ROW,
                Category.LLM,
                name,
                live.spec().capabilities(),
                Lifecycle.DEPRECATED,
                replacement,
                lastDay);
        return new PresetModel(spec, List.of());
    }
}
