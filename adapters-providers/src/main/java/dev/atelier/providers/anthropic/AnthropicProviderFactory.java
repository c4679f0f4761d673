package dev.atelier.providers.anthropic;

import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderPreset;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.spi.LlmProvider;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.core.provider.spi.VisionProvider;
import dev.atelier.providers.http.GuardedHttp;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * The adapter {@code anthropic}: text and picture description by Claude.
 *
 * <p>Options: {@code callTimeoutSeconds}, {@code maxTokens} for descriptions, {@code temperature} ({@code true} for models that still
 * take one), {@code inputUsdPerMillion}, {@code outputUsdPerMillion}.
 */
public final class AnthropicProviderFactory implements ProviderFactory {
    private final GuardedHttp http;
    private final Clock clock;

    public AnthropicProviderFactory(GuardedHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    @Override
    public String adapter() {
        return "anthropic";
    }

    @Override
    public Set<Category> categories() {
        return Set.of(Category.LLM, Category.VISION);
    }

    @Override
    public boolean needsApiKey() {
        return true;
    }

    @Override
    public String apiKeyVariable() {
        return "ANTHROPIC_API_KEY";
    }

    @Override
    public List<ProviderPreset> presets() {
        return AnthropicPresets.all();
    }

    @Override
    public LlmProvider llm(ProviderSettings settings) {
        return new AnthropicLlmProvider(new AnthropicApi(settings, http, clock));
    }

    @Override
    public VisionProvider vision(ProviderSettings settings) {
        return new AnthropicVisionProvider(new AnthropicApi(settings, http, clock));
    }

    @Override
    public List<ListedModel> models(ProviderSettings settings) {
        return new AnthropicApi(settings, http, clock).models();
    }

    @Override
    public ConnectionCheck check(Category category, ProviderSettings settings) {
        try {
            int models = models(settings).size();
            return new ConnectionCheck(true, "Anthropic accepts the key; it lists " + models + " models.");
        } catch (ProviderFailure e) {
            return new ConnectionCheck(false, e.kind().sentence() + " (" + e.getMessage() + ")");
        }
    }
}
