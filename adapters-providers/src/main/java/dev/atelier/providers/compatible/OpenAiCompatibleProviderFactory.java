package dev.atelier.providers.compatible;

import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.ProviderFailure;
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
import dev.atelier.providers.http.Options;
import dev.atelier.providers.text.TextPrices;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The adapter {@code openai-compatible}: a server of one's own or of others, by its address, with a key or without.
 *
 * <p>Options: {@code callTimeoutSeconds}, {@code apiPath}; for pictures {@code responseFormat}, {@code size}; for speech {@code
 * outputFormat}; for text {@code pictures}, {@code detail}, {@code maxTokens}, {@code maxTokensField}, {@code inputUsdPerMillion},
 * {@code outputUsdPerMillion}. A host of one's own must stand on the list of hosts that may be called.
 */
public final class OpenAiCompatibleProviderFactory implements ProviderFactory {
    private static final int LONGEST_SPEECH = 8_000;

    private final GuardedHttp http;
    private final Clock clock;

    public OpenAiCompatibleProviderFactory(GuardedHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    @Override
    public String adapter() {
        return "openai-compatible";
    }

    @Override
    public Set<Category> categories() {
        return Set.of(Category.IMAGE_GENERATION, Category.SPEECH, Category.LLM, Category.VISION);
    }

    @Override
    public boolean needsApiKey() {
        return false;
    }

    /** Blank: one variable would send one key to every server of this kind. */
    @Override
    public String apiKeyVariable() {
        return "";
    }

    @Override
    public List<ListedModel> models(ProviderSettings settings) {
        return ModelList.read(server(settings).models(Map.of()), id -> Set.of());
    }

    @Override
    public ImageGenerationProvider imageGeneration(ProviderSettings settings) {
        return new CompatibleImageProvider(server(settings));
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
        CompatibleManners manners =
                new CompatibleManners(Options.of(settings), new TextPrices(adapter(), settings, clock));
        return new OpenAiServer(settings, http, clock, manners);
    }

    @Override
    public ConnectionCheck check(Category category, ProviderSettings settings) {
        try {
            int models = server(settings).models(Map.of()).size();
            return new ConnectionCheck(true, "The server answers; it lists " + models + " models.");
        } catch (ProviderFailure e) {
            return new ConnectionCheck(false, e.kind().sentence() + " (" + e.getMessage() + ")");
        }
    }
}
