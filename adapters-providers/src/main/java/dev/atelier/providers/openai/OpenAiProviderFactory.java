package dev.atelier.providers.openai;

import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderPreset;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.spi.LlmProvider;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.core.provider.spi.VisionProvider;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.PresetRows;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * The adapter {@code openai}: text and picture description by chat completions, at OpenAI or at any server that speaks them.
 *
 * <p>Options: {@code callTimeoutSeconds}, {@code detail} of pictures ({@code low}, {@code high}, {@code original}), {@code maxTokens}
 * for descriptions, {@code maxTokensField}, {@code inputUsdPerMillion}, {@code outputUsdPerMillion}.
 */
public final class OpenAiProviderFactory implements ProviderFactory {
    private final GuardedHttp http;
    private final Clock clock;

    public OpenAiProviderFactory(GuardedHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    @Override
    public String adapter() {
        return "openai";
    }

    @Override
    public Set<Category> categories() {
        return Set.of(Category.LLM, Category.VISION);
    }

    @Override
    public boolean needsApiKey() {
        return true;
    }

    // Models live as of 2026-11-20; gpt-4o, which older documents name, ends on 2027-01-14.
    @Override
    public List<ProviderPreset> presets() {
        ModelId model = new ModelId("gpt-6-luna");
        return List.of(
                PresetRows.row("openai-vision", Category.VISION, adapter(), "OpenAI vision", model, 10, List.of()));
    }

    @Override
    public String apiKeyVariable() {
        return "OPENAI_API_KEY";
    }

    @Override
    public LlmProvider llm(ProviderSettings settings) {
        return new OpenAiLlmProvider(new OpenAiApi(settings, http, clock));
    }

    @Override
    public VisionProvider vision(ProviderSettings settings) {
        return new OpenAiVisionProvider(new OpenAiApi(settings, http, clock));
    }

    @Override
    public ConnectionCheck check(Category category, ProviderSettings settings) {
        try {
            int models = new OpenAiApi(settings, http, clock).countModels();
            return new ConnectionCheck(true, "OpenAI accepts the key; it lists " + models + " models.");
        } catch (ProviderFailure e) {
            return new ConnectionCheck(false, e.kind().sentence() + " (" + e.getMessage() + ")");
        }
    }
}
