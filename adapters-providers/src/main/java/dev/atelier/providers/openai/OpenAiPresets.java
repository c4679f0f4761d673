package dev.atelier.providers.openai;

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
import dev.atelier.providers.dialect.PictureSizes;
import dev.atelier.providers.http.PresetRows;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** OpenAI's rows on the first start. Models that have ended are among them, so that their names lead to what replaces them. */
final class OpenAiPresets {
    private static final ProviderId IMAGES = new ProviderId("openai-images");
    private static final ProviderId SPEECH = new ProviderId("openai-speech");
    private static final int MOST_IMAGES = 10;
    private static final int MOST_INPUTS = 16;
    private static final int LONGEST_PROMPT = 8_000;

    private OpenAiPresets() {}

    static List<ProviderPreset> all(String adapter) {
        List<PresetModel> models = new ArrayList<>();
        OpenAiModels.BOOK.forEach(line -> models.add(model(line)));
        List<PresetModel> voices = new ArrayList<>();
        OpenAiModels.SPEECH.path("models").forEach(line -> voices.add(voice(line)));
        return List.of(
                PresetRows.row(
                        "openai-images",
                        Category.IMAGE_GENERATION,
                        adapter,
                        "OpenAI images",
                        new ModelId("gpt-image-2"),
                        40,
                        models),
                PresetRows.row(
                        "openai-speech",
                        Category.SPEECH,
                        adapter,
                        "OpenAI voices",
                        voices.get(0).spec().id(),
                        10,
                        voices),
                OpenAiWriters.row(adapter),
                PresetRows.row(
                        "openai-vision",
                        Category.VISION,
                        adapter,
                        "OpenAI vision",
                        new ModelId("gpt-6-luna"),
                        10,
                        List.of()));
    }

    private static PresetModel model(JsonNode line) {
        List<String> qualities = new ArrayList<>();
        List<PresetPrice> prices = new ArrayList<>();
        line.path("qualities").properties().forEach(entry -> {
            qualities.add(entry.getKey());
            prices.add(new PresetPrice(
                    entry.getKey(),
                    Credits.of(entry.getValue().path("credits").asLong()),
                    entry.getValue().path("micros").asLong()));
        });
        boolean three = line.path("sizes").asText().equals("three");
        List<String> ratios = three ? List.of("1:1", "3:2", "2:3") : PictureSizes.RATIOS;
        Capabilities can = Capabilities.prompts(LONGEST_PROMPT)
                .ratios(ratios)
                .qualities(qualities)
                .upTo(MOST_IMAGES)
                .inputs(0, MOST_INPUTS)
                .withMask();
        return new PresetModel(spec(line, IMAGES, Category.IMAGE_GENERATION, can), prices);
    }

    private static PresetModel voice(JsonNode line) {
        Capabilities can = Capabilities.prompts(OpenAiProviderFactory.LONGEST_SPEECH)
                .voices(PresetRows.texts(OpenAiModels.SPEECH.path("voices")).toArray(String[]::new));
        PresetPrice price = PresetPrice.perCharacters(
                1_000,
                Credits.of(line.path("credits").asLong()),
                Math.round(line.path("usdPerMillionCharacters").asDouble() * 1_000));
        return new PresetModel(spec(line, SPEECH, Category.SPEECH, can), List.of(price));
    }

    private static ModelSpec spec(JsonNode line, ProviderId row, Category category, Capabilities can) {
        return new ModelSpec(
                new ModelId(line.path("model").asText()),
                row,
                category,
                line.path("name").asText(),
                can,
                lifecycle(line),
                line.has("replacement") ? new ModelId(line.path("replacement").asText()) : null,
                line.has("endsOn") ? LocalDate.parse(line.path("endsOn").asText()) : null);
    }

    private static Lifecycle lifecycle(JsonNode line) {
        if (!line.has("endsOn")) {
            return Lifecycle.ACTIVE;
        }
        return line.has("qualities") || line.has("credits") ? Lifecycle.DEPRECATED : Lifecycle.RETIRED;
    }
}
