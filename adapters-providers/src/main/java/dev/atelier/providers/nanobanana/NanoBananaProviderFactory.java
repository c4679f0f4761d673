package dev.atelier.providers.nanobanana;

import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.ProviderPreset;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.providers.gemini.GoogleMedia;
import dev.atelier.providers.http.GuardedHttp;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** The adapter {@code nano-banana}: pictures by Google's protocol, with a key and rows of its own. Its options are those of {@code gemini}. */
public final class NanoBananaProviderFactory implements ProviderFactory {
    private final GoogleMedia media;

    public NanoBananaProviderFactory(GuardedHttp http, Clock clock) {
        this.media = new GoogleMedia(http, clock);
    }

    @Override
    public String adapter() {
        return "nano-banana";
    }

    @Override
    public Set<Category> categories() {
        return Set.of(Category.IMAGE_GENERATION);
    }

    @Override
    public boolean needsApiKey() {
        return true;
    }

    @Override
    public String apiKeyVariable() {
        return "NANO_BANANA_API_KEY";
    }

    @Override
    public List<ProviderPreset> presets() {
        return List.of(GoogleMedia.preset("nano-banana", Category.IMAGE_GENERATION, adapter(), "Nano Banana", 40));
    }

    @Override
    public List<ListedModel> models(ProviderSettings settings) {
        return media.models(settings, Set.of(ModelCategory.TEXT_TO_IMAGE, ModelCategory.IMAGE_TO_IMAGE));
    }

    @Override
    public ImageGenerationProvider imageGeneration(ProviderSettings settings) {
        return media.pictures(settings);
    }

    @Override
    public ConnectionCheck check(Category category, ProviderSettings settings) {
        return media.check(settings);
    }
}
