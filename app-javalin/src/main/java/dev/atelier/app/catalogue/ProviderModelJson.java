package dev.atelier.app.catalogue;

import dev.atelier.core.catalogue.DiscoverModels.Discovery;
import dev.atelier.core.catalogue.Lifecycle;
import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.catalogue.ModelListing;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.provider.ProviderAliases;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderRegistry;
import dev.atelier.core.provider.spi.ProviderFactory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers of the provider routes that everybody may ask. */
final class ProviderModelJson {
    private ProviderModelJson() {}

    record Row(String id, String displayName, String category, String model, boolean usable) {}

    record Provider(
            String id,
            List<String> aliases,
            List<String> categories,
            boolean simulated,
            boolean needsApiKey,
            boolean usable,
            List<Row> rows) {
        static Provider of(ProviderFactory adapter, ProviderRegistry registry) {
            List<Row> rows = registry.configs().stream()
                    .filter(config -> config.adapter().equals(adapter.adapter()))
                    .map(config -> new Row(
                            config.id().slug(),
                            config.displayName(),
                            ModelJson.word(config.category()),
                            config.model().value(),
                            registry.usable(config.id())))
                    .toList();
            return new Provider(
                    adapter.adapter(),
                    ProviderAliases.of(adapter.adapter()),
                    adapter.categories().stream().sorted().map(ModelJson::word).toList(),
                    adapter.simulated(),
                    adapter.needsApiKey(),
                    rows.stream().anyMatch(Row::usable),
                    rows);
        }
    }

    record ProviderList(List<Provider> data, boolean hasMore) {}

    /**
     * @param provider the row that makes it; null while the catalogue does not know it
     * @param listed null if the vendor has listed nothing
     */
    record Found(
            String id,
            String displayName,
            @Nullable String provider,
            boolean known,
            @Nullable Boolean listed,
            boolean available,
            List<String> categories,
            @Nullable String lifecycle,
            Map<String, String> facts) {
        static Found onlyListed(ListedModel model) {
            return new Found(
                    model.id().value(),
                    model.displayName(),
                    null,
                    false,
                    true,
                    false,
                    words(model.categories()),
                    null,
                    model.facts());
        }

        static Found known(
                ModelSpec spec,
                @Nullable ListedModel listed,
                boolean anyListed,
                Lifecycle lifecycle,
                boolean available) {
            return new Found(
                    spec.id().value(),
                    spec.displayName(),
                    spec.provider().slug(),
                    true,
                    anyListed ? listed != null : null,
                    available,
                    words(spec.categories()),
                    ModelJson.word(lifecycle),
                    listed == null ? Map.of() : listed.facts());
        }

        private static List<String> words(Set<? extends Enum<?>> categories) {
            return categories.stream().map(Enum::name).toList();
        }
    }

    /** @param trouble why the vendor gave no list, in one sentence; null if it did or was not asked */
    record FoundList(
            List<Found> data,
            boolean hasMore,
            @Nullable Instant fetchedAt,
            String source,
            @Nullable String trouble) {
        static FoundList of(Discovery discovery, List<Found> models) {
            ModelListing listing = discovery.listing();
            ProviderFailure trouble = discovery.trouble();
            return new FoundList(
                    models,
                    false,
                    listing == null ? null : listing.fetchedAt(),
                    ModelJson.word(discovery.source()),
                    trouble == null ? null : trouble.kind().sentence());
        }
    }

    static boolean of(List<ProviderConfig> rows, ModelSpec spec) {
        return rows.stream().anyMatch(row -> row.id().equals(spec.provider()));
    }
}
