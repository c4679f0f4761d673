package dev.atelier.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.core.secret.Secret;
import dev.atelier.providers.http.NetworkPolicy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VendorsTest {
    private final List<ProviderFactory> factories = Vendors.factories(NetworkPolicy.publicOnly(), Fixtures.CLOCK);

    @Test
    void eachAdapterSaysWhatItIsFor() {
        assertThat(factories)
                .extracting(ProviderFactory::adapter, ProviderFactory::apiKeyVariable, ProviderFactory::categories)
                .containsExactly(
                        tuple("kie", "KIE_AI_API_KEY", Set.of(Category.IMAGE_GENERATION, Category.LLM, Category.VIDEO)),
                        tuple("fal", "FAL_KEY", Set.of(Category.IMAGE_GENERATION, Category.VIDEO)),
                        tuple("anthropic", "ANTHROPIC_API_KEY", Set.of(Category.LLM, Category.VISION)),
                        tuple(
                                "gemini",
                                "GEMINI_API_KEY",
                                Set.of(Category.IMAGE_GENERATION, Category.LLM, Category.VISION, Category.VIDEO)),
                        tuple("nano-banana", "NANO_BANANA_API_KEY", Set.of(Category.IMAGE_GENERATION)),
                        tuple("veo3", "VEO3_API_KEY", Set.of(Category.VIDEO)),
                        tuple("geminigen", "", Set.of(Category.IMAGE_GENERATION, Category.VIDEO)),
                        tuple(
                                "openai",
                                "OPENAI_API_KEY",
                                Set.of(Category.IMAGE_GENERATION, Category.SPEECH, Category.LLM, Category.VISION)),
                        tuple(
                                "openai-compatible",
                                "",
                                Set.of(Category.IMAGE_GENERATION, Category.SPEECH, Category.LLM, Category.VISION)),
                        tuple(
                                "openrouter",
                                "OPENROUTER_API_KEY",
                                Set.of(Category.IMAGE_GENERATION, Category.LLM, Category.VISION)),
                        tuple("replicate", "REPLICATE_API_TOKEN", Set.of(Category.IMAGE_GENERATION)));
        assertThat(factories)
                .allMatch(factory -> factory.needsApiKey() != factory.adapter().equals("openai-compatible"))
                .noneMatch(ProviderFactory::simulated);
    }

    @Test
    void aCategoryThatAnAdapterDoesNotHaveIsRefused() {
        ProviderSettings settings = settings(null);

        assertThatIllegalArgumentException().isThrownBy(() -> factories.get(0).vision(settings));
        assertThatIllegalArgumentException().isThrownBy(() -> factories.get(1).speech(settings));
    }

    @Test
    void anAddressThatIsNoneFailsTheCheckAndNotTheBuilding() {
        for (String address : List.of(
                "ftp://vendor.example", "http://vendor.example", "https://127.0.0.1", "vendor", "https://u:p@a.b")) {
            for (ProviderFactory factory : factories) {
                ProviderSettings settings = settings(URI.create(address));

                for (Category category : factory.categories()) {
                    assertThat(built(factory, category, settings)).isNotNull();
                    assertThat(factory.check(category, settings).reachable())
                            .as(address)
                            .isFalse();
                }
            }
        }
    }

    private static Object built(ProviderFactory factory, Category category, ProviderSettings settings) {
        return switch (category) {
            case IMAGE_GENERATION -> factory.imageGeneration(settings);
            case LLM -> factory.llm(settings);
            case VISION -> factory.vision(settings);
            case VIDEO -> factory.videoGeneration(settings);
            case SPEECH -> factory.speech(settings);
        };
    }

    private static ProviderSettings settings(URI baseUrl) {
        return new ProviderSettings(
                new ProviderId("stub"), "Stub", baseUrl, new ModelId("m"), Map.of(), Secret.of(Fixtures.KEY), null);
    }
}
