package dev.atelier.providers.gemini;

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
import dev.atelier.providers.http.PresetRows;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The first rows of Google's pictures and films, from {@code catalogue.json}: one model belongs to one row. */
final class GooglePresets {
    private static final JsonNode BOOK =
            Json.resource(GooglePresets.class, "/dev/atelier/providers/gemini/catalogue.json");
    private static final int CREDITS_A_DOLLAR = 200;
    private static final int MOST_PICTURES = 8;
    private static final int MOST_FILMS = 4;
    private static final int LONGEST_PROMPT = 8_000;

    private GooglePresets() {}

    /** The row of this name with its models; the first of them is the row's own. */
    static ProviderPreset row(String row, Category category, String adapter, String name, int priority) {
        List<PresetModel> models = new ArrayList<>();
        BOOK.path("rows").path(row).forEach(line -> models.add(model(line, new ProviderId(row), category)));
        return PresetRows.row(row, category, adapter, name, models.get(0).spec().id(), priority, models);
    }

    private static PresetModel model(JsonNode line, ProviderId row, Category category) {
        boolean film = category == Category.VIDEO;
        Capabilities can = Capabilities.prompts(line.path("prompt").asInt(LONGEST_PROMPT))
                .ratios(PresetRows.texts(line.path("ratios")))
                .qualities(PresetRows.texts(line.path("qualities")))
                .seconds(seconds(line.path("seconds")))
                .upTo(film ? MOST_FILMS : MOST_PICTURES)
                .inputs(0, line.path("inputs").asInt(0));
        ModelSpec spec = new ModelSpec(
                new ModelId(line.path("model").asText()),
                row,
                category,
                line.path("name").asText(),
                can,
                Lifecycle.valueOf(line.path("lifecycle").asText("ACTIVE")),
                line.has("replacement") ? new ModelId(line.path("replacement").asText()) : null,
                line.has("endsOn") ? LocalDate.parse(line.path("endsOn").asText()) : null);
        List<PresetPrice> prices = new ArrayList<>();
        line.path("usd").properties().forEach(entry -> {
            double dollars = entry.getValue().asDouble();
            String quality = entry.getKey().isEmpty() ? null : entry.getKey();
            // A hundredth is taken off first, so that 26.8 credits become 27, and 30.000000000000004 stay 30.
            Credits credits = Credits.of((long) Math.ceil(dollars * CREDITS_A_DOLLAR - 0.01));
            long micros = Math.round(dollars * 1_000_000);
            prices.add(
                    film ? PresetPrice.perSecond(quality, credits, micros) : new PresetPrice(quality, credits, micros));
        });
        return new PresetModel(spec, prices);
    }

    private static Integer[] seconds(JsonNode array) {
        List<Integer> all = new ArrayList<>();
        array.forEach(node -> all.add(node.asInt()));
        return all.toArray(Integer[]::new);
    }
}
