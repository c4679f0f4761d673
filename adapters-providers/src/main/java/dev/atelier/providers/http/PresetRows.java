package dev.atelier.providers.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.catalogue.Capabilities;
import dev.atelier.core.catalogue.Lifecycle;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderPreset;
import dev.atelier.core.provider.ProviderPreset.PresetModel;
import dev.atelier.core.provider.ProviderPreset.PresetPrice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the adapters share when they propose their first rows. */
public final class PresetRows {
    private PresetRows() {}

    /** A row that is switched on and has no key yet: it is used from the moment a key is there. */
    public static ProviderPreset row(
            String id,
            Category category,
            String adapter,
            String name,
            ModelId model,
            int priority,
            List<PresetModel> models) {
        ProviderConfig config = new ProviderConfig(
                new ProviderId(id), category, adapter, name, null, model, priority, true, Map.of(), null, null, 1);
        return new ProviderPreset(config, models);
    }

    /** A row for pictures with one model that has no end in sight. */
    public static ProviderPreset pictures(
            String adapter,
            String name,
            String model,
            String modelName,
            int priority,
            Capabilities can,
            PresetPrice price) {
        ModelId id = new ModelId(model);
        ModelSpec spec = new ModelSpec(
                id, new ProviderId(adapter), Category.IMAGE_GENERATION, modelName, can, Lifecycle.ACTIVE, null, null);
        return row(
                adapter,
                Category.IMAGE_GENERATION,
                adapter,
                name,
                id,
                priority,
                List.of(new PresetModel(spec, List.of(price))));
    }

    /**
     * A language model, with the prices of an answer.
     *
     * @param prices empty where the admins are to decide; until then nobody is answered by it for credits
     */
    public static PresetModel writer(ModelId id, ProviderId provider, String name, List<PresetPrice> prices) {
        Capabilities none = Capabilities.prompts(1);
        return new PresetModel(
                new ModelSpec(id, provider, Category.LLM, name, none, Lifecycle.ACTIVE, null, null), prices);
    }

    /** The texts of a JSON array; empty if there is none. */
    public static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asText()));
        return texts;
    }

    /** The same values with the default in front, as capabilities want them. */
    public static List<String> defaultFirst(List<String> values, String first) {
        List<String> ordered = new ArrayList<>(values);
        if (ordered.remove(first)) {
            ordered.add(0, first);
        }
        return ordered;
    }
}
