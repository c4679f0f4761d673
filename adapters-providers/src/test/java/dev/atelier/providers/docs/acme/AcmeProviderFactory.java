package dev.atelier.providers.docs.acme;

import dev.atelier.core.catalogue.Capabilities;
import dev.atelier.core.catalogue.Lifecycle;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderPreset;
import dev.atelier.core.provider.ProviderPreset.PresetModel;
import dev.atelier.core.provider.ProviderPreset.PresetPrice;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.Loss;
import dev.atelier.providers.http.PresetRows;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The adapter {@code acme}: pictures by its jobs. Option: {@code callTimeoutSeconds}. */
public final class AcmeProviderFactory implements ProviderFactory {
    private final GuardedHttp http;
    private final Clock clock;

    public AcmeProviderFactory(GuardedHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    // snippet: factory
    @Override
    public String adapter() {
        return "acme";
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
        return "ACME_API_KEY";
    }

    @Override
    public ImageGenerationProvider imageGeneration(ProviderSettings settings) {
        return new AcmeImageGenerationProvider(settings, http, clock);
    }

    @Override
    public ConnectionCheck check(Category category, ProviderSettings settings) {
        AcmeApi api = new AcmeApi(settings, http, clock, Duration.ofSeconds(15));
        try {
            api.accepted(api.get("v1/account", Map.of()), Loss.ANSWER_ONLY);
            return new ConnectionCheck(true, "acme accepts the key.");
        } catch (ProviderFailure e) {
            return new ConnectionCheck(false, e.kind().sentence() + " (" + e.getMessage() + ")");
        }
    }
    // end

    // snippet: presets
    @Override
    public List<ProviderPreset> presets() {
        ModelId model = new ModelId("acme-paint-1");
        // Prompts of 4,000 characters, two ratios, the default first, 8 pictures a run, 4 to work from.
        Capabilities can = Capabilities.prompts(4_000)
                .ratios("1:1", "16:9")
                .upTo(8)
                .inputs(0, 4)
                .withSeed();
        ModelSpec spec = new ModelSpec(
                model,
                new ProviderId("acme"),
                Category.IMAGE_GENERATION,
                "Acme Paint",
                can,
                Lifecycle.ACTIVE,
                null,
                null);
        // Any quality: 3 credits for our customer, 0.02 dollars for us.
        PresetPrice price = new PresetPrice(null, Credits.of(3), 20_000);
        return List.of(PresetRows.row(
                "acme",
                Category.IMAGE_GENERATION,
                adapter(),
                "Acme",
                model,
                30,
                List.of(new PresetModel(spec, List.of(price)))));
    }
    // end
}
