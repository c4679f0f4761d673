package dev.atelier.core.provider;

import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.catalogue.Operation;
import dev.atelier.core.catalogue.PriceKey;
import dev.atelier.core.catalogue.PriceLine;
import dev.atelier.core.catalogue.PriceUnit;
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
     * A first price; the short constructor and the factories are the ways to write one down.
     *
     * @param operation null for both without a price of their own
     * @param quality null for every quality without a price of its own
     * @param aspectRatio null for every ratio without a price of its own
     * @param unit null for one picture of an image model, and one call of any other
     * @param per for how many of the unit the price is; see {@link PriceLine}
     * @param costMicros what the vendor charges us for as many, in millionths of a US dollar
     */
    public record PresetPrice(
            @Nullable Operation operation,
            @Nullable String quality,
            @Nullable String aspectRatio,
            @Nullable PriceUnit unit,
            long per,
            Credits credits,
            long costMicros) {
        private static final long MILLION = 1_000_000;

        /** For one picture, or one film, recording or answer, of a quality or of any. */
        public PresetPrice(@Nullable String quality, Credits credits, long costMicros) {
            this(null, quality, null, null, 1, credits, costMicros);
        }

        /** For one second of film. */
        public static PresetPrice perSecond(@Nullable String quality, Credits credits, long costMicros) {
            return new PresetPrice(null, quality, null, PriceUnit.SECOND, 1, credits, costMicros);
        }

        /** For so many characters of spoken text: 1, 10, 100 and so on to a million. */
        public static PresetPrice perCharacters(long characters, Credits credits, long costMicros) {
            return new PresetPrice(null, null, null, PriceUnit.CHARACTER, characters, credits, costMicros);
        }

        /** For a million tokens read and a million tokens written: the two lines belong together. */
        public static List<PresetPrice> perMillionTokens(
                Credits input, long inputCostMicros, Credits output, long outputCostMicros) {
            return List.of(
                    new PresetPrice(null, null, null, PriceUnit.INPUT_TOKEN, MILLION, input, inputCostMicros),
                    new PresetPrice(null, null, null, PriceUnit.OUTPUT_TOKEN, MILLION, output, outputCostMicros));
        }

        /** The same price for work out of pictures alone, or from words alone. */
        public PresetPrice when(Operation only) {
            return new PresetPrice(only, quality, aspectRatio, unit, per, credits, costMicros);
        }

        /** The same price for one aspect ratio alone. */
        public PresetPrice at(String onlyRatio) {
            return new PresetPrice(operation, quality, onlyRatio, unit, per, credits, costMicros);
        }

        PriceKey key(ModelSpec model) {
            PriceUnit counted = unit == null ? PriceUnit.of(model.category()).get(0) : unit;
            return new PriceKey(model.id(), operation, quality, aspectRatio, counted);
        }
    }
}
