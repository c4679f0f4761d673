package dev.atelier.providers.models;

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
import dev.atelier.providers.http.PresetRows;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The models of a book as an adapter proposes them on the first start, with what they can do and what they cost. */
public record BookPresets(ModelBook book, String adapter) {
    /** Pictures in one run. */
    private static final int MOST_IMAGES = 8;

    /** A row with all models of its category. */
    public ProviderPreset row(String id, Category category, String name, String model, int priority) {
        List<PresetModel> models = book.all().stream()
                .filter(shape -> shape.category() == category)
                .map(shape -> model(shape, new ProviderId(id)))
                .toList();
        return PresetRows.row(id, category, adapter, name, new ModelId(model), priority, models);
    }

    private static PresetModel model(ModelShape shape, ProviderId row) {
        JsonNode data = shape.data();
        Capabilities can = Capabilities.prompts(Math.min(shape.maxPrompt(), 8_000))
                .ratios(ModelShape.words(shape.ratio()))
                .qualities(ModelShape.words(shape.quality()))
                .upTo(MOST_IMAGES)
                .inputs(shape.minImages(), shape.maxImages());
        can = shape.seedField().isEmpty() ? can : can.withSeed();
        ModelSpec spec = new ModelSpec(
                new ModelId(shape.id()),
                row,
                shape.category(),
                shape.name(),
                can,
                Lifecycle.valueOf(data.path("lifecycle").asText("ACTIVE")),
                data.has("replacement") ? new ModelId(data.path("replacement").asText()) : null,
                data.has("endsOn") ? LocalDate.parse(data.path("endsOn").asText()) : null);
        List<PresetPrice> prices = new ArrayList<>();
        if (data.has("credits")) {
            prices.add(price(null, data));
        }
        data.path("prices").properties().forEach(entry -> prices.add(price(entry.getKey(), entry.getValue())));
        return new PresetModel(spec, prices);
    }

    private static PresetPrice price(@Nullable String quality, JsonNode line) {
        return new PresetPrice(quality, Credits.of(line.path("credits").asLong()), ModelShape.micros(line));
    }
}
