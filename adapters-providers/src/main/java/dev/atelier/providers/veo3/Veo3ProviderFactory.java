package dev.atelier.providers.veo3;

import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.ProviderPreset;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.core.provider.spi.VideoGenerationProvider;
import dev.atelier.providers.gemini.GoogleMedia;
import dev.atelier.providers.http.GuardedHttp;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** The adapter {@code veo3}: films by Google's protocol, with a key and rows of its own. Its options are those of {@code gemini}. */
public final class Veo3ProviderFactory implements ProviderFactory {
    private final GoogleMedia media;

    public Veo3ProviderFactory(GuardedHttp http, Clock clock) {
        this.media = new GoogleMedia(http, clock);
    }

    @Override
    public String adapter() {
        return "veo3";
    }

    @Override
    public Set<Category> categories() {
        return Set.of(Category.VIDEO);
    }

    @Override
    public boolean needsApiKey() {
        return true;
    }

    @Override
    public String apiKeyVariable() {
        return "VEO3_API_KEY";
    }

    @Override
    public List<ProviderPreset> presets() {
        return List.of(GoogleMedia.preset("veo3", Category.VIDEO, adapter(), "Veo 3", 40));
    }

    @Override
    public List<ListedModel> models(ProviderSettings settings) {
        return media.models(settings, Set.of(ModelCategory.TEXT_TO_VIDEO, ModelCategory.IMAGE_TO_VIDEO));
    }

    @Override
    public VideoGenerationProvider videoGeneration(ProviderSettings settings) {
        return media.films(settings);
    }

    @Override
    public ConnectionCheck check(Category category, ProviderSettings settings) {
        return media.check(settings);
    }
}
