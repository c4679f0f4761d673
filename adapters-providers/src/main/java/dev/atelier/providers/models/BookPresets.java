package dev.atelier.providers.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.catalogue.Capabilities;
import dev.atelier.core.catalogue.Lifecycle;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ImageOrder;
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

    private static final int MOST_FILMS = 4;

    private static final int CREDITS_A_DOLLAR = 200;

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
        Capabilities can = Capabilities.prompts(Math.min(shape.maxPrompt(), ImageOrder.MAX_PROMPT))
                .ratios(ModelShape.words(shape.ratio()))
                .qualities(ModelShape.words(shape.quality()))
                .seconds(ModelShape.words(shape.seconds()).stream()
                        .map(Integer::valueOf)
                        .toArray(Integer[]::new))
                .upTo(shape.category() == Category.VIDEO ? MOST_FILMS : MOST_IMAGES)
                .inputs(shape.minImages(), shape.maxImages());
        ModelSpec spec = new ModelSpec(
                new ModelId(shape.id()),
                row,
                shape.category(),
                shape.name(),
                shape.seedField().isEmpty() ? can : can.withSeed(),
                Lifecycle.valueOf(data.path("lifecycle").asText("ACTIVE")),
                data.has("replacement") ? new ModelId(data.path("replacement").asText()) : null,
                data.has("endsOn") ? LocalDate.parse(data.path("endsOn").asText()) : null);
        List<PresetPrice> prices = new ArrayList<>();
        if (data.has("usd")) {
            prices.add(price(shape, null, data.path("usd")));
        }
        data.path("prices").properties().forEach(line -> prices.add(price(shape, line.getKey(), line.getValue())));
        return new PresetModel(spec, prices);
    }

    private static PresetPrice price(ModelShape shape, @Nullable String quality, JsonNode usd) {
        Credits credits = Credits.of((long) Math.ceil(usd.asDouble() * CREDITS_A_DOLLAR - 0.01));
        long micros = ModelShape.micros(usd);
        return shape.category() == Category.VIDEO
                ? PresetPrice.perSecond(quality, credits, micros)
                : new PresetPrice(quality, credits, micros);
    }
}
