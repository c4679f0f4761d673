package dev.atelier.app.catalogue;

import dev.atelier.app.http.Bounds;
import dev.atelier.core.catalogue.Capabilities;
import dev.atelier.core.catalogue.Lifecycle;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.catalogue.Operation;
import dev.atelier.core.catalogue.PriceKey;
import dev.atelier.core.catalogue.PriceLine;
import dev.atelier.core.catalogue.PriceUnit;
import dev.atelier.core.provider.Category;
import dev.atelier.core.usage.ModelCost;
import dev.atelier.core.usage.UsageQuery;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests and answers of the model and price routes. */
final class ModelJson {
    private ModelJson() {}

    record Able(
            @Bounds(max = 40) List<String> aspectRatios,
            @Bounds(max = 20) List<String> qualities,
            @Bounds(max = 60) @Nullable List<Integer> seconds,
            @Bounds(max = 100) @Nullable List<String> voices,
            @Bounds(min = 1, max = 100) int maxImages,
            @Bounds(min = 0, max = 50) int minInputImages,
            @Bounds(min = 0, max = 50) int maxInputImages,
            @Bounds(min = 1, max = 100_000) int maxPromptLength,
            @Nullable Boolean mask,
            boolean seed) {
        Able {
            if (minInputImages > maxInputImages) {
                throw new IllegalArgumentException("minInputImages is more than maxInputImages");
            }
        }

        Capabilities toCapabilities() {
            return new Capabilities(
                    aspectRatios,
                    qualities,
                    seconds,
                    voices,
                    maxImages,
                    minInputImages,
                    maxInputImages,
                    maxPromptLength,
                    Boolean.TRUE.equals(mask),
                    seed);
        }
    }

    /** What is known of a model from now on. */
    record Put(
            String id,
            String provider,
            Category category,
            @Bounds(min = 1, max = 120) String displayName,
            Able capabilities,
            Lifecycle lifecycle,
            @Nullable String replacement,
            @Nullable LocalDate endsOn) {}

    /**
     * @param quality null for every quality without a price of its own; {@code operation} and {@code aspectRatio} likewise
     * @param unit null for what models of this kind are priced by
     * @param per for how many of the unit the price is; null for one
     */
    record NewPrice(
            String model,
            @Nullable Operation operation,
            @Bounds(min = 1, max = 40) @Nullable String quality,
            @Bounds(min = 1, max = 40) @Nullable String aspectRatio,
            @Nullable PriceUnit unit,
            @Nullable Long per,
            @Bounds(min = 0, max = 1_000_000) long credits,
            @Bounds(min = 0, max = 1_000_000_000L) long costMicros) {}

    record Price(
            String model,
            @Nullable String operation,
            @Nullable String quality,
            @Nullable String aspectRatio,
            String unit,
            long per,
            long credits,
            long costMicros,
            long bookVersion) {
        static Price of(PriceLine line) {
            PriceKey key = line.key();
            return new Price(
                    key.model().value(),
                    key.operation() == null ? null : word(key.operation()),
                    key.quality(),
                    key.aspectRatio(),
                    word(key.unit()),
                    line.per(),
                    line.credits().amount(),
                    line.costMicros(),
                    line.bookVersion());
        }
    }

    /** What a model costs, without what it costs us. */
    record Tariff(
            @Nullable String operation,
            @Nullable String quality,
            @Nullable String aspectRatio,
            String unit,
            long per,
            long credits) {
        static Tariff of(PriceLine line) {
            Price price = Price.of(line);
            return new Tariff(
                    price.operation(),
                    price.quality(),
                    price.aspectRatio(),
                    price.unit(),
                    price.per(),
                    price.credits());
        }
    }

    record Model(
            String id,
            String provider,
            String category,
            List<String> categories,
            String displayName,
            String lifecycle,
            @Nullable String replacement,
            @Nullable LocalDate endsOn,
            boolean available,
            @Nullable Long creditsFrom,
            List<Tariff> prices,
            Capabilities capabilities) {
        /** @param lifecycle on the day of the answer */
        static Model of(ModelSpec spec, Lifecycle lifecycle, boolean available, List<PriceLine> prices) {
            Long cheapest = prices.stream()
                    .map(line -> line.credits().amount())
                    .min(Comparator.naturalOrder())
                    .orElse(null);
            return new Model(
                    spec.id().value(),
                    spec.provider().slug(),
                    word(spec.category()),
                    categoryWords(spec),
                    spec.displayName(),
                    word(lifecycle),
                    spec.replacement() == null ? null : spec.replacement().value(),
                    spec.endsOn(),
                    available,
                    cheapest,
                    prices.stream().map(Tariff::of).toList(),
                    spec.capabilities());
        }
    }

    /** Estimate against actual; see {@link ModelCost}. */
    record Costs(
            String model,
            Instant from,
            Instant to,
            long runs,
            long results,
            long toldResults,
            long estimateMicros,
            long actualMicros,
            long untoldMicros,
            long failedMicros) {
        static Costs of(ModelSpec spec, UsageQuery span, ModelCost cost) {
            return new Costs(
                    spec.id().value(),
                    span.from(),
                    span.to(),
                    cost.runs(),
                    cost.results(),
                    cost.toldResults(),
                    cost.estimateMicros(),
                    cost.actualMicros(),
                    cost.untoldMicros(),
                    cost.failedMicros());
        }
    }

    /** @param inputSchema JSON Schema 2020-12 of the fields that depend on the model; {@code x-order} is the order of a form */
    record CapabilitiesView(
            String model,
            List<String> categories,
            List<String> aspectRatios,
            List<String> resolutions,
            List<Integer> seconds,
            List<String> voices,
            int maxGenerations,
            int minInputImages,
            int maxInputImages,
            int maxPromptLength,
            boolean mask,
            boolean seed,
            Map<String, Object> inputSchema) {
        static CapabilitiesView of(ModelSpec spec) {
            Capabilities can = spec.capabilities();
            return new CapabilitiesView(
                    spec.id().value(),
                    categoryWords(spec),
                    can.aspectRatios(),
                    can.qualities(),
                    can.seconds(),
                    can.voices(),
                    can.maxImages(),
                    can.minInputImages(),
                    can.maxInputImages(),
                    can.maxPromptLength(),
                    can.mask(),
                    can.seed(),
                    InputSchema.of(spec));
        }
    }

    private static List<String> categoryWords(ModelSpec spec) {
        return spec.categories().stream().map(Enum::name).toList();
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
