package dev.atelier.providers.openrouter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderPreset;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.provider.spi.LlmProvider;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.core.provider.spi.VisionProvider;
import dev.atelier.providers.dialect.ChatLlmProvider;
import dev.atelier.providers.dialect.ChatVisionProvider;
import dev.atelier.providers.dialect.OpenAiServer;
import dev.atelier.providers.http.GuardedHttp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The adapter {@code openrouter}: pictures, text and picture description by the models of many vendors under one key.
 *
 * <p>Options: {@code callTimeoutSeconds}, {@code appUrl}, {@code appTitle}; for pictures {@code imageRoute} ({@code images},
 * {@code chat}), {@code outputFormat}; for text {@code detail}, {@code maxTokens}, {@code maxTokensField}.
 */
public final class OpenRouterProviderFactory implements ProviderFactory {
    private final GuardedHttp http;
    private final Clock clock;
    private final OpenRouterManners manners = new OpenRouterManners();

    public OpenRouterProviderFactory(GuardedHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    @Override
    public String adapter() {
        return "openrouter";
    }

    @Override
    public Set<Category> categories() {
        return Set.of(Category.IMAGE_GENERATION, Category.LLM, Category.VISION);
    }

    @Override
    public boolean needsApiKey() {
        return true;
    }

    @Override
    public String apiKeyVariable() {
        return "OPENROUTER_API_KEY";
    }

    @Override
    public List<ProviderPreset> presets() {
        return OpenRouterPresets.all(adapter());
    }

    @Override
    public List<ListedModel> models(ProviderSettings settings) {
        // Without a word on it, models that only paint are left out.
        return OpenRouterModels.read(server(settings).models(Map.of("output_modalities", "all")));
    }

    @Override
    public ImageGenerationProvider imageGeneration(ProviderSettings settings) {
        return new OpenRouterImageProvider(server(settings), manners);
    }

    @Override
    public LlmProvider llm(ProviderSettings settings) {
        return new ChatLlmProvider(server(settings));
    }

    @Override
    public VisionProvider vision(ProviderSettings settings) {
        return new ChatVisionProvider(server(settings));
    }

    private OpenAiServer server(ProviderSettings settings) {
        return new OpenAiServer(settings, http, clock, manners);
    }

    /** The list of models is public and proves nothing, so the key is asked about itself. */
    @Override
    public ConnectionCheck check(Category category, ProviderSettings settings) {
        try {
            JsonNode left = server(settings).get("key").path("data").path("limit_remaining");
            return new ConnectionCheck(
                    true,
                    "OpenRouter accepts the key; "
                            + (left.isNumber()
                                    ? left.asText() + " dollars are left of its limit."
                                    : "it has no limit."));
        } catch (ProviderFailure e) {
            return new ConnectionCheck(false, e.kind().sentence() + " (" + e.getMessage() + ")");
        }
    }
}
