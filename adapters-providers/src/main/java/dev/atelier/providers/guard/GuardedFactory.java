package dev.atelier.providers.guard;

import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.ProviderPreset;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.provider.spi.LlmProvider;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.core.provider.spi.SpeechProvider;
import dev.atelier.core.provider.spi.VideoGenerationProvider;
import dev.atelier.core.provider.spi.VisionProvider;
import java.util.List;
import java.util.Set;

/** An adapter whose providers stand behind guards. Checks and lists of models are an admin's own calls and go straight through. */
record GuardedFactory(ProviderFactory factory, VendorGuards all) implements ProviderFactory {
    @Override
    public String adapter() {
        return factory.adapter();
    }

    @Override
    public Set<Category> categories() {
        return factory.categories();
    }

    @Override
    public boolean needsApiKey() {
        return factory.needsApiKey();
    }

    @Override
    public String apiKeyVariable() {
        return factory.apiKeyVariable();
    }

    @Override
    public boolean simulated() {
        return factory.simulated();
    }

    @Override
    public List<ProviderPreset> presets() {
        return factory.presets();
    }

    @Override
    public List<ListedModel> models(ProviderSettings settings) {
        return factory.models(settings);
    }

    @Override
    public ImageGenerationProvider imageGeneration(ProviderSettings settings) {
        return new GuardedImages(factory.imageGeneration(settings), guards(settings));
    }

    @Override
    public VideoGenerationProvider videoGeneration(ProviderSettings settings) {
        return new GuardedVideos(factory.videoGeneration(settings), guards(settings));
    }

    @Override
    public SpeechProvider speech(ProviderSettings settings) {
        return new GuardedSpeech(factory.speech(settings), guards(settings));
    }

    @Override
    public LlmProvider llm(ProviderSettings settings) {
        return new GuardedLlm(factory.llm(settings), guards(settings));
    }

    @Override
    public VisionProvider vision(ProviderSettings settings) {
        return new GuardedVision(factory.vision(settings), guards(settings));
    }

    @Override
    public ConnectionCheck check(Category category, ProviderSettings settings) {
        return factory.check(category, settings);
    }

    private RowGuards guards(ProviderSettings settings) {
        return all.of(settings.id(), settings.baseUrl(), settings.options(), factory.simulated());
    }
}
