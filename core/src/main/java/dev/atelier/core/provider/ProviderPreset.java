package dev.atelier.core.provider;

import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.credit.Credits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row that an adapter proposes for the first start, with the models behind it and their first prices. From then on the rows
 * belong to the admins.
 *
 * @param config without secrets
 */
public record ProviderPreset(ProviderConfig config, List<PresetModel> models) {
    public ProviderPreset {
        models = List.copyOf(models);
    }

    /** A model with its first prices. */
    public record PresetModel(ModelSpec spec, List<PresetPrice> prices) {
        public PresetModel {
            prices = List.copyOf(prices);
        }
    }

    /**
     * A first price.
     *
     * @param quality null for every quality without a price of its own
     * @param costMicros what the vendor charges us for one picture, in millionths of a US dollar
     */
    public record PresetPrice(@Nullable String quality, Credits credits, long costMicros) {}
}
