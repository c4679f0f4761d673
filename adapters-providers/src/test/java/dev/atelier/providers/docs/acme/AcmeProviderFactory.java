package dev.atelier.providers.docs.acme;

import dev.atelier.core.catalogue.Capabilities;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderPreset;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.KeyedFactory;
import dev.atelier.providers.http.PresetRows;
import dev.atelier.providers.http.VendorAccount;
import dev.atelier.providers.http.VendorFacts;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import okhttp3.Headers;

/** The adapter {@code acme}: pictures by its jobs. Option: {@code callTimeoutSeconds}. */
public final class AcmeProviderFactory extends KeyedFactory {
    // snippet: wire
    private static final VendorFacts ACME = new VendorFacts(
            "https://api.acme.example",
            key -> Headers.of("X-Acme-Key", key),
            "/error/code",
            Map.of("content_policy", FailureKind.CONTENT_REFUSED),
            30);
    // end

    // snippet: factory
    public AcmeProviderFactory(GuardedHttp http, Clock clock) {
        super("acme", "ACME_API_KEY", ACME, http, clock, Category.IMAGE_GENERATION);
    }

    @Override
    public ImageGenerationProvider imageGeneration(ProviderSettings settings) {
        return new AcmeImageGenerationProvider(account(settings));
    }

    @Override
    protected void prove(VendorAccount acme) {
        acme.read("v1/account", Map.of());
    }
    // end

    // snippet: presets
    @Override
    public List<ProviderPreset> presets() {
        // Prompts of 4,000 characters, two ratios, the default first, 8 pictures a run, 4 to work from.
        Capabilities can = Capabilities.prompts(4_000)
                .ratios("1:1", "16:9")
                .upTo(8)
                .inputs(0, 4)
                .withSeed();
        // Any quality: 3 credits for our customer, 0.02 dollars for us.
        var price = new ProviderPreset.PresetPrice(null, Credits.of(3), 20_000);
        return List.of(PresetRows.pictures("acme", "Acme", "acme-paint-1", "Acme Paint", 30, can, price));
    }
    // end
}
