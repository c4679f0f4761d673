package dev.atelier.providers.geminigen;

import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderPreset;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.core.provider.spi.VideoGenerationProvider;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.Loss;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The adapter {@code geminigen}: pictures and films. Its rows come switched off, since what is known of this vendor is second-hand.
 *
 * <p>Options: {@code callTimeoutSeconds}, {@code outputFormat} ({@code png}, {@code jpeg}), {@code style}. The webhook secret is the
 * public key of the account's dashboard, in PEM.
 */
public final class GeminigenProviderFactory implements ProviderFactory {
    private final GuardedHttp http;
    private final Clock clock;

    public GeminigenProviderFactory(GuardedHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    @Override
    public String adapter() {
        return "geminigen";
    }

    @Override
    public Set<Category> categories() {
        return Set.of(Category.IMAGE_GENERATION, Category.VIDEO);
    }

    @Override
    public boolean needsApiKey() {
        return true;
    }

    @Override
    public String apiKeyVariable() {
        return "";
    }

    @Override
    public List<ProviderPreset> presets() {
        return GeminigenPresets.all();
    }

    @Override
    public ImageGenerationProvider imageGeneration(ProviderSettings settings) {
        return new GeminigenImageGenerationProvider(settings, http, clock);
    }

    @Override
    public VideoGenerationProvider videoGeneration(ProviderSettings settings) {
        return new GeminigenVideoGenerationProvider(settings, http, clock);
    }

    @Override
    public ConnectionCheck check(Category category, ProviderSettings settings) {
        GeminigenApi api = new GeminigenApi(settings, http, clock);
        try {
            api.good(
                    api.get(
                            "histories",
                            Map.of("filter_by", "all", "items_per_page", "1", "page", "1"),
                            Duration.ofSeconds(15)),
                    Loss.ANSWER_ONLY);
            return new ConnectionCheck(true, "Geminigen accepts the key.");
        } catch (ProviderFailure e) {
            return new ConnectionCheck(false, e.kind().sentence() + " (" + e.getMessage() + ")");
        }
    }
}
