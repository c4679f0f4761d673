package dev.atelier.core.provider;

import dev.atelier.core.key.RunKeys;
import dev.atelier.core.provider.ProviderRegistry.LlmLink;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.provider.spi.LlmProvider;
import dev.atelier.core.provider.spi.SpeechProvider;
import dev.atelier.core.provider.spi.TaskProvider;
import dev.atelier.core.provider.spi.VideoGenerationProvider;
import dev.atelier.core.provider.spi.VisionProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The providers in force for one run: rows of an adapter that it has an own key for are used with that key, even where the platform
 * has none; all others with the platform's. Cheap to make; thread-safe.
 */
public final class KeyedProviders {
    private final ProviderRegistry registry;
    private final RunKeys keys;

    KeyedProviders(ProviderRegistry registry, RunKeys keys) {
        this.registry = registry;
        this.keys = keys;
    }

    public Optional<ProviderConfig> config(ProviderId id) {
        return registry.config(id);
    }

    /** True if new work may go there: switched on, adapter known, a key there if one is needed. */
    public boolean usable(ProviderId id) {
        return config(id).filter(config -> registry.usable(config, keys)).isPresent();
    }

    /**
     * The usable rows of a category in order. Simulated vendors stand aside while a real one of the category is usable, so that
     * nothing simulated slips into real work.
     */
    public List<ProviderConfig> chain(Category category) {
        List<ProviderConfig> usable = registry.configs().stream()
                .filter(config -> config.category() == category)
                .filter(config -> registry.usable(config, keys))
                .sorted(Comparator.comparingInt(ProviderConfig::priority)
                        .thenComparing(config -> config.id().slug()))
                .toList();
        List<ProviderConfig> real =
                usable.stream().filter(config -> !registry.simulated(config)).toList();
        return real.isEmpty() ? usable : real;
    }

    /** The first of {@link #chain}. */
    public Optional<ProviderConfig> active(Category category) {
        return chain(category).stream().findFirst();
    }

    /**
     * The provider of finished files of this id, whatever it makes; empty if there is no such row.
     *
     * @throws ProviderFailure of kind CREDENTIALS if the key is gone or does not open; so of the three below
     */
    public Optional<TaskProvider> taskProvider(ProviderId id) {
        return config(id)
                .filter(config -> config.category() != Category.LLM && config.category() != Category.VISION)
                .map(config -> (TaskProvider) registry.built(config, keys));
    }

    /** The image provider of this id, switched on or not; empty if there is no such row. */
    public Optional<ImageGenerationProvider> imageProvider(ProviderId id) {
        return of(id, Category.IMAGE_GENERATION).map(ImageGenerationProvider.class::cast);
    }

    /** The video provider of this id, switched on or not; empty if there is no such row. */
    public Optional<VideoGenerationProvider> videoProvider(ProviderId id) {
        return of(id, Category.VIDEO).map(VideoGenerationProvider.class::cast);
    }

    /** The speech provider of this id, switched on or not; empty if there is no such row. */
    public Optional<SpeechProvider> speechProvider(ProviderId id) {
        return of(id, Category.SPEECH).map(SpeechProvider.class::cast);
    }

    /** The vision provider in force; if its key is gone, its calls say so. */
    public Optional<VisionProvider> vision() {
        return active(Category.VISION).map(config -> (VisionProvider) registry.builtOrKeyless(config, keys));
    }

    /** The LLM chain in order, with the links of this model moved to the front; if a link's key is gone, its calls say so. */
    public List<LlmLink> llmChain(@Nullable ModelId first) {
        List<LlmLink> links = new ArrayList<>();
        for (ProviderConfig config : chain(Category.LLM)) {
            links.add(new LlmLink(config, (LlmProvider) registry.builtOrKeyless(config, keys)));
        }
        if (first != null) {
            links.sort(Comparator.comparing(link -> !link.config().model().equals(first)));
        }
        return links;
    }

    private Optional<Object> of(ProviderId id, Category category) {
        return config(id).filter(config -> config.category() == category).map(config -> registry.built(config, keys));
    }
}
