package dev.atelier.core.provider.spi;

import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderPreset;
import dev.atelier.core.provider.ProviderSettings;
import java.util.List;
import java.util.Set;

/**
 * Builds the providers of one adapter, such as {@code kie}. A new vendor is one of these and one line of registration.
 *
 * <p>Thread-safe. Building makes no network call. A category that is not in {@link #categories()} throws
 * {@link IllegalArgumentException}.
 */
public interface ProviderFactory {
    /** The adapter's name as {@link dev.atelier.core.provider.ProviderConfig#adapter()} spells it. */
    String adapter();

    Set<Category> categories();

    /** True if nothing works without an API key. */
    boolean needsApiKey();

    /**
     * The environment variable that overrides the API key in development, such as {@code KIE_AI_API_KEY}; blank if there
     * is none.
     */
    String apiKeyVariable();

    /** True for a vendor that only pretends, such as the sandbox: it stands aside where a real one is usable. */
    default boolean simulated() {
        return false;
    }

    /** Rows, models and prices to write on the first start. */
    default List<ProviderPreset> presets() {
        return List.of();
    }

    /**
     * The models that the vendor offers to this key, by a free call that may be repeated. Models that are of no use to any of
     * {@link #categories()} are left out.
     *
     * @param settings of any row of this adapter; its model does not matter
     * @return empty if the vendor has no list, or no list that is free
     * @throws ProviderFailure if the vendor has one and did not give it: wrong key, out of reach, too many calls, no list at all
     */
    default List<ListedModel> models(ProviderSettings settings) {
        return List.of();
    }

    default ImageGenerationProvider imageGeneration(ProviderSettings settings) {
        throw new IllegalArgumentException("adapter " + adapter() + " makes no images");
    }

    default VideoGenerationProvider videoGeneration(ProviderSettings settings) {
        throw new IllegalArgumentException("adapter " + adapter() + " makes no films");
    }

    default SpeechProvider speech(ProviderSettings settings) {
        throw new IllegalArgumentException("adapter " + adapter() + " speaks no text");
    }

    default LlmProvider llm(ProviderSettings settings) {
        throw new IllegalArgumentException("adapter " + adapter() + " writes no text");
    }

    default VisionProvider vision(ProviderSettings settings) {
        throw new IllegalArgumentException("adapter " + adapter() + " describes no pictures");
    }

    /** Proves address and key by a call that costs nothing; never throws. */
    ConnectionCheck check(Category category, ProviderSettings settings);
}
