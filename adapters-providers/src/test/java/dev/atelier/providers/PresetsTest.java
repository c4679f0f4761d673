package dev.atelier.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.Store;
import dev.atelier.core.catalogue.Lifecycle;
import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.catalogue.Operation;
import dev.atelier.core.catalogue.PriceLine;
import dev.atelier.core.catalogue.PriceQuery;
import dev.atelier.core.catalogue.PriceUnit;
import dev.atelier.core.memory.InMemoryStore;
import dev.atelier.core.provider.InstallPresets;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.providers.http.NetworkPolicy;
import dev.atelier.providers.sandbox.SandboxProviderFactory;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a first start finds in its tables. */
class PresetsTest {
    private final Store store = InMemoryStore.create();
    private final List<ProviderFactory> factories = factories();

    private static List<ProviderFactory> factories() {
        List<ProviderFactory> all = new ArrayList<>(Vendors.factories(NetworkPolicy.publicOnly(), Clock.systemUTC()));
        all.add(new SandboxProviderFactory());
        return all;
    }

    @Test
    void offersTheVendorsInTheirOrder() {
        new InstallPresets(store).install(factories);

        assertThat(store.providers().all().stream().map(config -> config.category() + " " + config.id()))
                .containsExactly(
                        "IMAGE_GENERATION kieai",
                        "IMAGE_GENERATION fal",
                        "IMAGE_GENERATION gemini-images",
                        "IMAGE_GENERATION nano-banana",
                        "IMAGE_GENERATION openai-images",
                        "IMAGE_GENERATION replicate",
                        "IMAGE_GENERATION openrouter-images",
                        "IMAGE_GENERATION geminigen",
                        "IMAGE_GENERATION sandbox",
                        "LLM kieai-gemini3",
                        "LLM kieai-gemini25",
                        "LLM google-gemini",
                        "LLM openai",
                        "LLM anthropic",
                        "LLM openrouter",
                        "LLM sandbox-llm",
                        "VISION openai-vision",
                        "VISION gemini-vision",
                        "VISION anthropic-vision",
                        "VISION openrouter-vision",
                        "VISION sandbox-vision",
                        "VIDEO kieai-video",
                        "VIDEO gemini-video",
                        "VIDEO fal-video",
                        "VIDEO veo3",
                        "VIDEO geminigen-video",
                        "VIDEO sandbox-video",
                        "SPEECH openai-speech",
                        "SPEECH sandbox-speech");
    }

    @Test
    void whatIsKnownAtSecondHandComesSwitchedOffAndWithoutAPrice() {
        new InstallPresets(store).install(factories);

        assertThat(store.providers().all().stream().filter(config -> !config.enabled()))
                .extracting(ProviderConfig::adapter)
                .containsOnly("geminigen")
                .hasSize(2);
        assertThat(store.catalogue().price(new ModelId("geminigen/nano-banana-pro"), null))
                .isEmpty();
    }

    @Test
    void pricesTheTwoModelsOfTheFirstDocumentAsItSays() {
        new InstallPresets(store).install(factories);

        assertThat(price("seedream/4.5-edit", "basic").credits().amount()).isEqualTo(7);
        assertThat(price("nano-banana-pro", "1K").credits().amount()).isEqualTo(10);
        assertThat(price("nano-banana-pro", "4K").credits().amount()).isEqualTo(14);
        assertThat(price("nano-banana-pro", "4K").costMicros()).isEqualTo(120_000);
        assertThat(store.catalogue().price(new ModelId("nano-banana-2-lite"), null))
                .isEmpty();
    }

    @Test
    void pricesTheEditorOfTheStagingDocumentAsItSays() {
        new InstallPresets(store).install(factories);

        assertThat(store.providers()
                        .find(new ProviderId("replicate"))
                        .orElseThrow()
                        .model())
                .isEqualTo(new ModelId("qwen/qwen-image-edit"));
        assertThat(price("qwen/qwen-image-edit", null).costMicros()).isEqualTo(11_000);
        assertThat(price("black-forest-labs/flux-kontext-max", null).costMicros())
                .isEqualTo(80_000);
    }

    @Test
    void knowsWhatTheModelsCanDo() {
        new InstallPresets(store).install(factories);

        ModelSpec edit =
                store.catalogue().model(new ModelId("seedream/4.5-edit")).orElseThrow();
        assertThat(edit.capabilities().aspectRatios()).startsWith("1:1").contains("21:9");
        assertThat(edit.capabilities().qualities()).containsExactly("basic", "high");
        assertThat(edit.capabilities().minInputImages()).isEqualTo(1);
        assertThat(edit.capabilities().maxInputImages()).isEqualTo(14);
        assertThat(edit.capabilities().seed()).isFalse();
    }

    @Test
    void knowsWhichOfGooglesModelsAreGoneAndWhatComesInstead() {
        new InstallPresets(store).install(factories);

        ModelSpec imagen =
                store.catalogue().model(new ModelId("imagen-4.0-generate-001")).orElseThrow();
        assertThat(imagen.lifecycle()).isEqualTo(Lifecycle.RETIRED);
        assertThat(imagen.endsOn()).isEqualTo(LocalDate.of(2026, 8, 17));
        assertThat(store.catalogue().models())
                .filteredOn(model -> model.replacement() != null)
                .allSatisfy(model ->
                        assertThat(store.catalogue().model(model.replacement())).isPresent());
    }

    @Test
    void pricesGooglesFilmsByTheSecondAndRefusesWhatHasNoKnownPrice() {
        new InstallPresets(store).install(factories);

        ModelId veo = new ModelId("veo-3.1-generate-preview");
        assertThat(store.catalogue().priceOf(veo, PriceQuery.film(Operation.GENERATE, "4k", "16:9", 8)))
                .hasValueSatisfying(price -> {
                    assertThat(price.credits().amount()).isEqualTo(960);
                    assertThat(price.costMicros()).isEqualTo(4_800_000);
                });
        assertThat(price("gemini-nano-banana-2.1", "1K").credits().amount()).isEqualTo(7);
        assertThat(store.catalogue().price(new ModelId("gemini-nano-banana-2.1"), "4K"))
                .isEmpty();
        assertThat(price("gemini-3-pro-image", "2K").costMicros()).isEqualTo(134_000);
    }

    @Test
    void knowsTheLengthsOfFilmsAndWhichModelsAreGone() {
        new InstallPresets(store).install(factories);

        ModelSpec film = store.catalogue().model(new ModelId("fal-ai/veo3.1")).orElseThrow();
        assertThat(film.capabilities().seconds()).containsExactly(8, 4, 6);
        assertThat(price("fal-ai/veo3.1", "4k").costMicros()).isEqualTo(600_000);
        ModelSpec gone =
                store.catalogue().model(new ModelId("fal-ai/nano-banana/edit")).orElseThrow();
        assertThat(gone.lifecycleAt(Clock.systemUTC())).isEqualTo(Lifecycle.RETIRED);
        assertThat(gone.replacement()).isEqualTo(new ModelId("fal-ai/nano-banana-pro/edit"));
    }

    @Test
    void knowsHowLongFilmsMayBeAndWhatTheyCost() {
        new InstallPresets(store).install(factories);

        ModelSpec film = store.catalogue().model(new ModelId("veo3_fast")).orElseThrow();
        assertThat(film.capabilities().seconds()).containsExactly(8, 4, 6);
        assertThat(film.capabilities().qualities()).containsExactly("720p", "1080p", "4k");
        assertThat(film.categories()).containsExactly(ModelCategory.TEXT_TO_VIDEO, ModelCategory.IMAGE_TO_VIDEO);
        assertThat(price("veo3_fast", "720p").costMicros()).isEqualTo(300_000);
        assertThat(price("veo3_fast", "4k").costMicros()).isEqualTo(900_000);
    }

    @Test
    void voicesArePricedByTheirCharacters() {
        new InstallPresets(store).install(factories);

        ModelSpec voices =
                store.catalogue().model(new ModelId("gpt-4o-mini-tts")).orElseThrow();
        assertThat(voices.capabilities().voices()).startsWith("alloy").hasSize(10);
        assertThat(voices.capabilities().maxPromptLength()).isEqualTo(4_096);
        assertThat(store.catalogue().prices())
                .filteredOn(line -> line.model().equals(voices.id()))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.key().unit()).isEqualTo(PriceUnit.CHARACTER);
                    assertThat(line.per()).isEqualTo(1_000);
                    assertThat(line.costMicros()).isEqualTo(16_700);
                });
    }

    @Test
    void namesOfModelsThatHaveEndedLeadToWhatReplacesThem() {
        new InstallPresets(store).install(factories);

        ModelSpec ended = store.catalogue().model(new ModelId("dall-e-3")).orElseThrow();
        assertThat(ended.lifecycle()).isEqualTo(Lifecycle.RETIRED);
        assertThat(ended.replacement()).isEqualTo(new ModelId("gpt-image-2"));
        assertThat(store.catalogue().price(ended.id(), "low")).isEmpty();
        assertThat(store.catalogue().model(new ModelId("gpt-4o")).orElseThrow().replacement())
                .isEqualTo(new ModelId("gpt-6-luna"));
        assertThat(store.catalogue()
                        .model(new ModelId("gpt-image-1.5"))
                        .orElseThrow()
                        .endsOn())
                .isEqualTo("2026-11-30");
    }

    @Test
    void leavesAloneWhatAdminsChanged() {
        InstallPresets presets = new InstallPresets(store);
        presets.install(factories);
        ProviderConfig sandbox =
                store.providers().find(new ProviderId("sandbox")).orElseThrow();
        store.providers().delete(sandbox.id());
        store.catalogue()
                .putPrice(
                        new ModelId("nano-banana-pro"), null, dev.atelier.core.credit.Credits.of(12), 90_000, "admin");
        presets.install(factories);

        assertThat(store.providers().find(sandbox.id())).isEmpty();
        assertThat(price("nano-banana-pro", "1K").credits().amount()).isEqualTo(12);
    }

    private PriceLine price(String model, String quality) {
        Optional<PriceLine> line = store.catalogue().price(new ModelId(model), quality);
        assertThat(line).as("price of %s", model).isPresent();
        return line.orElseThrow();
    }
}
