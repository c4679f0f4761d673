package dev.atelier.providers.replicate;

import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderPreset;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.Loss;
import dev.atelier.providers.models.BookPresets;
import dev.atelier.providers.models.ModelBook;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The adapter {@code replicate}.
 *
 * <p>Options: {@code callTimeoutSeconds}, {@code waitSeconds} (0 to 60), {@code usdPerSecond} and, for models that the adapter does not
 * know, the field names of {@link ModelBook}. A webhook secret makes signed callbacks the only ones that are taken.
 */
public final class ReplicateProviderFactory implements ProviderFactory {
    static final ModelBook BOOK =
            ModelBook.of(ReplicateProviderFactory.class, "/dev/atelier/providers/replicate/models.json");

    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(15);

    private final GuardedHttp http;
    private final Clock clock;

    public ReplicateProviderFactory(GuardedHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    @Override
    public String adapter() {
        return "replicate";
    }

    @Override
    public Set<Category> categories() {
        return Set.of(Category.IMAGE_GENERATION);
    }

    @Override
    public boolean needsApiKey() {
        return true;
    }

    @Override
    public String apiKeyVariable() {
        return "REPLICATE_API_TOKEN";
    }

    @Override
    public List<ProviderPreset> presets() {
        return List.of(new BookPresets(BOOK, adapter())
                .row("replicate", Category.IMAGE_GENERATION, "Replicate", "qwen/qwen-image-edit", 40));
    }

    @Override
    public List<ListedModel> models(ProviderSettings settings) {
        return new ReplicateModels(new ReplicateApi(settings, http, clock)).all();
    }

    @Override
    public ImageGenerationProvider imageGeneration(ProviderSettings settings) {
        return new ReplicateImageGenerationProvider(settings, http, clock);
    }

    @Override
    public ConnectionCheck check(Category category, ProviderSettings settings) {
        ReplicateApi api = new ReplicateApi(settings, http, clock);
        try {
            api.accepted(api.get("v1/account", CHECK_TIMEOUT), Loss.ANSWER_ONLY, List.of());
            return new ConnectionCheck(true, "Replicate accepts the key.");
        } catch (ProviderFailure e) {
            return new ConnectionCheck(false, e.kind().sentence() + " (" + e.getMessage() + ")");
        }
    }
}
