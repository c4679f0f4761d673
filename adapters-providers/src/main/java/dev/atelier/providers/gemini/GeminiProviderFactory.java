package dev.atelier.providers.gemini;

import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderPreset;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.provider.spi.LlmProvider;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.core.provider.spi.VideoGenerationProvider;
import dev.atelier.core.provider.spi.VisionProvider;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.PresetRows;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The adapter {@code gemini}: text, picture description, pictures and films by Google's own API.
 *
 * <p>Options: {@code callTimeoutSeconds}, {@code thinkingLevel} (such as {@code LOW}; absent leaves it to the model), {@code maxTokens}
 * for descriptions, {@code inputUsdPerMillion}, {@code outputUsdPerMillion}; for pictures and films {@code route}
 * ({@code generateContent}, {@code predict}, {@code predictLongRunning} or {@code interactions}; absent goes by the model's name),
 * {@code personGeneration}, {@code negativePrompt}, {@code usdPerPicture}, {@code usdPerSecond}.
 */
public final class GeminiProviderFactory implements ProviderFactory {
    private final GuardedHttp http;
    private final Clock clock;
    private final GoogleMedia media;

    public GeminiProviderFactory(GuardedHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
        this.media = new GoogleMedia(http, clock);
    }

    @Override
    public String adapter() {
        return "gemini";
    }

    @Override
    public Set<Category> categories() {
        return Set.of(Category.IMAGE_GENERATION, Category.LLM, Category.VISION, Category.VIDEO);
    }

    @Override
    public boolean needsApiKey() {
        return true;
    }

    // Models live as of 2026-11-20; Gemini 3 Pro Preview has gone, 3.1 took its place.
    @Override
    public List<ProviderPreset> presets() {
        ModelId writer = new ModelId("gemini-3.1-pro-preview");
        return List.of(
                PresetRows.row(
                        "google-gemini",
                        Category.LLM,
                        adapter(),
                        "Gemini",
                        writer,
                        30,
                        List.of(PresetRows.writer(
                                writer, new ProviderId("google-gemini"), "Gemini 3.1 Pro", List.of()))),
                PresetRows.row(
                        "gemini-vision",
                        Category.VISION,
                        adapter(),
                        "Gemini vision",
                        new ModelId("gemini-3.8-flash"),
                        20,
                        List.of()),
                GoogleMedia.preset("gemini-images", Category.IMAGE_GENERATION, adapter(), "Gemini pictures", 30),
                GoogleMedia.preset("gemini-video", Category.VIDEO, adapter(), "Gemini films", 20));
    }

    @Override
    public String apiKeyVariable() {
        return "GEMINI_API_KEY";
    }

    @Override
    public ImageGenerationProvider imageGeneration(ProviderSettings settings) {
        return media.pictures(settings);
    }

    @Override
    public VideoGenerationProvider videoGeneration(ProviderSettings settings) {
        return media.films(settings);
    }

    @Override
    public LlmProvider llm(ProviderSettings settings) {
        return new GeminiLlmProvider(new GeminiApi(settings, http, clock));
    }

    @Override
    public VisionProvider vision(ProviderSettings settings) {
        return new GeminiVisionProvider(new GeminiApi(settings, http, clock));
    }

    @Override
    public List<ListedModel> models(ProviderSettings settings) {
        return media.models(settings, EnumSet.allOf(ModelCategory.class));
    }

    @Override
    public ConnectionCheck check(Category category, ProviderSettings settings) {
        return media.check(settings);
    }
}
