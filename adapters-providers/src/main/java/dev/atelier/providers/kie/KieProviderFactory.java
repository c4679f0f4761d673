package dev.atelier.providers.kie;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderPreset;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.provider.spi.LlmProvider;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.core.provider.spi.VideoGenerationProvider;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.Loss;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The adapter {@code kie}: pictures and films by its jobs, Veo by its own routes, text by its chat routes.
 *
 * <p>Options: {@code callTimeoutSeconds}; for pictures and films {@code outputFormat}, {@code nsfwChecker} and, for models that the adapter does
 * not know, the field names of {@link KieShape}; for text {@code chatPath}, {@code reasoningEffort}, {@code inputUsdPerMillion},
 * {@code outputUsdPerMillion}. A webhook secret makes signed callbacks the only ones that are taken.
 */
public final class KieProviderFactory implements ProviderFactory {
    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(15);

    private final GuardedHttp http;
    private final Clock clock;

    public KieProviderFactory(GuardedHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    @Override
    public String adapter() {
        return "kie";
    }

    @Override
    public Set<Category> categories() {
        return Set.of(Category.IMAGE_GENERATION, Category.LLM, Category.VIDEO);
    }

    @Override
    public boolean needsApiKey() {
        return true;
    }

    @Override
    public List<ProviderPreset> presets() {
        return KiePresets.all();
    }

    @Override
    public String apiKeyVariable() {
        return "KIE_AI_API_KEY";
    }

    @Override
    public ImageGenerationProvider imageGeneration(ProviderSettings settings) {
        return new KieImageGenerationProvider(settings, http, clock);
    }

    @Override
    public VideoGenerationProvider videoGeneration(ProviderSettings settings) {
        return new KieVideoGenerationProvider(settings, http, clock);
    }

    @Override
    public LlmProvider llm(ProviderSettings settings) {
        return new KieLlmProvider(settings, http, clock);
    }

    @Override
    public ConnectionCheck check(Category category, ProviderSettings settings) {
        KieApi api = new KieApi(settings, http, clock);
        try {
            JsonNode credits =
                    api.accepted(api.get("api/v1/chat/credit", null, CHECK_TIMEOUT), Loss.ANSWER_ONLY, List.of());
            return new ConnectionCheck(
                    true,
                    "kie.ai accepts the key; " + (credits.isNumber() ? credits.asText() : "?") + " credits are left.");
        } catch (ProviderFailure e) {
            return new ConnectionCheck(false, e.kind().sentence() + " (" + e.getMessage() + ")");
        }
    }
}
