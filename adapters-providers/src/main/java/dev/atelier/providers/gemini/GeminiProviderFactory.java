package dev.atelier.providers.gemini;

import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderPreset;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.provider.spi.LlmProvider;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.core.provider.spi.VisionProvider;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.PresetRows;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * The adapter {@code gemini}: text and picture description by Google's own API.
 *
 * <p>Options: {@code callTimeoutSeconds}, {@code thinkingLevel} (such as {@code LOW}; absent leaves it to the model), {@code maxTokens}
 * for descriptions, {@code inputUsdPerMillion}, {@code outputUsdPerMillion}.
 */
public final class GeminiProviderFactory implements ProviderFactory {
    private final GuardedHttp http;
    private final Clock clock;

    public GeminiProviderFactory(GuardedHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    @Override
    public String adapter() {
        return "gemini";
    }

    @Override
    public Set<Category> categories() {
        return Set.of(Category.IMAGE_GENERATION, Category.LLM, Category.VISION);
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
                        List.of()));
    }

    @Override
    public String apiKeyVariable() {
        return "GEMINI_API_KEY";
    }

    @Override
    public ImageGenerationProvider imageGeneration(ProviderSettings settings) {
        return new GeminiImageProvider(
                new GoogleApi(settings, http, clock, GeminiImageProvider.DEFAULT_TIMEOUT_SECONDS));
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
    public ConnectionCheck check(Category category, ProviderSettings settings) {
        try {
            int models = new GeminiApi(settings, http, clock).countModels();
            return new ConnectionCheck(true, "Gemini accepts the key; it lists " + models + " models.");
        } catch (ProviderFailure e) {
            return new ConnectionCheck(false, e.kind().sentence() + " (" + e.getMessage() + ")");
        }
    }
}
