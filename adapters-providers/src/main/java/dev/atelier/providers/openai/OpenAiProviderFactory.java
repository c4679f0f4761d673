package dev.atelier.providers.openai;

import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderPreset;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.provider.spi.LlmProvider;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.core.provider.spi.SpeechProvider;
import dev.atelier.core.provider.spi.VisionProvider;
import dev.atelier.providers.dialect.ChatLlmProvider;
import dev.atelier.providers.dialect.ChatVisionProvider;
import dev.atelier.providers.dialect.ModelList;
import dev.atelier.providers.dialect.OpenAiServer;
import dev.atelier.providers.dialect.SpokenProvider;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.text.TextPrices;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The adapter {@code openai}: pictures and their edits, speech, text and picture description.
 *
 * <p>Options: {@code callTimeoutSeconds}; for pictures {@code background}, {@code moderation}, {@code outputFormat}; for speech {@code outputFormat}; for text
 * {@code detail} of pictures ({@code low}, {@code high}, {@code original}), {@code maxTokens} for descriptions,
 * {@code maxTokensField}, {@code inputUsdPerMillion}, {@code outputUsdPerMillion}.
 */
public final class OpenAiProviderFactory implements ProviderFactory {
    static final int LONGEST_SPEECH = 4_096;

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
        return Set.of(Category.IMAGE_GENERATION, Category.SPEECH, Category.LLM, Category.VISION);
    }

    @Override
    public boolean needsApiKey() {
        return true;
    }

    @Override
    public List<ProviderPreset> presets() {
        return OpenAiPresets.all(adapter());
    }

    @Override
    public String apiKeyVariable() {
        return "OPENAI_API_KEY";
    }

    @Override
    public List<ListedModel> models(ProviderSettings settings) {
        return ModelList.read(server(settings).models(Map.of()), OpenAiModels::categories);
    }

    @Override
    public ImageGenerationProvider imageGeneration(ProviderSettings settings) {
        return new OpenAiImageProvider(server(settings));
    }

    @Override
    public SpeechProvider speech(ProviderSettings settings) {
        return new SpokenProvider(server(settings), LONGEST_SPEECH);
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
        return new OpenAiServer(settings, http, clock, new OpenAiManners(new TextPrices(adapter(), settings, clock)));
    }

    @Override
    public ConnectionCheck check(Category category, ProviderSettings settings) {
        try {
            int models = server(settings).models(Map.of()).size();
            return new ConnectionCheck(true, "OpenAI accepts the key; it lists " + models + " models.");
        } catch (ProviderFailure e) {
            return new ConnectionCheck(false, e.kind().sentence() + " (" + e.getMessage() + ")");
        }
    }
}
