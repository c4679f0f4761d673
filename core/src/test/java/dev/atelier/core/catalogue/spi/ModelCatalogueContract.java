package dev.atelier.core.catalogue.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.Store;
import dev.atelier.core.catalogue.Capabilities;
import dev.atelier.core.catalogue.Lifecycle;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.catalogue.Operation;
import dev.atelier.core.catalogue.Price;
import dev.atelier.core.catalogue.PriceKey;
import dev.atelier.core.catalogue.PriceLine;
import dev.atelier.core.catalogue.PriceQuery;
import dev.atelier.core.catalogue.PriceUnit;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.fakes.Together;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderConfig;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ModelCatalogue} promises. */
public abstract class ModelCatalogueContract {
    private ModelCatalogue catalogue;
    private ModelSpec model;

    /** The same store during one test. */
    protected abstract Store store();

    @BeforeEach
    void makeModel() {
        catalogue = store().catalogue();
        ProviderConfig provider = Samples.provider();
        store().providers().insert(provider);
        model = Samples.model(provider.id());
        catalogue.putModel(model);
    }

    @Test
    void aModelIsReadBackAndReplaced() {
        assertThat(catalogue.model(model.id())).contains(model);
        ModelSpec retired = new ModelSpec(
                model.id(),
                model.provider(),
                Category.LLM,
                "Old model",
                Capabilities.prompts(100).seconds(4, 8).voices("alloy").withMask(),
                Lifecycle.RETIRED,
                new ModelId("model/next"),
                LocalDate.of(2026, 12, 31));
        catalogue.putModel(retired);

        assertThat(catalogue.model(model.id())).contains(retired);
        assertThat(catalogue.models()).contains(retired).doesNotContain(model);
        assertThat(catalogue.model(new ModelId("model/" + UUID.randomUUID()))).isEmpty();
    }

    @Test
    void modelsAreOrderedByCategoryAndId() {
        ModelSpec second = renamed("zz-" + model.id(), Category.IMAGE_GENERATION);
        ModelSpec first = renamed("aa-" + model.id(), Category.IMAGE_GENERATION);
        ModelSpec vision = renamed("a-" + model.id(), Category.VISION);
        List<ModelSpec> mine = List.of(second, first, vision, model);
        mine.forEach(catalogue::putModel);

        assertThat(catalogue.models()).filteredOn(mine::contains).containsExactly(first, model, second, vision);
    }

    @Test
    void aMissingPriceIsEmptyNeverFree() {
        assertThat(catalogue.price(model.id(), null)).isEmpty();
        assertThat(catalogue.price(model.id(), "high")).isEmpty();
        catalogue.putPrice(model.id(), "high", Credits.of(9), 40_000, "admin");

        assertThat(catalogue.price(model.id(), "basic")).isEmpty();
        assertThat(catalogue.price(model.id(), null)).isEmpty();
    }

    @Test
    void theLineForTheQualityGoesBeforeTheLineForAny() {
        PriceLine any = catalogue.putPrice(model.id(), null, Credits.of(7), 32_000, "admin");
        PriceLine high = catalogue.putPrice(model.id(), "high", Credits.of(9), 40_000, "admin");

        assertThat(catalogue.price(model.id(), "high")).contains(high);
        assertThat(catalogue.price(model.id(), "basic")).contains(any);
        assertThat(catalogue.price(model.id(), null)).contains(any);
        assertThat(high.credits()).isEqualTo(Credits.of(9));
        assertThat(high.costMicros()).isEqualTo(40_000);
        assertThat(high.quality()).isEqualTo("high");
    }

    @Test
    void aLineIsReadBackWithAllThatItIsFor() {
        PriceKey key = new PriceKey(model.id(), Operation.EDIT, "high", "16:9", PriceUnit.SECOND);
        PriceLine line = catalogue.putPrice(key, 10, Credits.of(3), 140_000, "admin");
        PriceLine tokens = catalogue.putPrice(
                new PriceKey(model.id(), null, null, null, PriceUnit.INPUT_TOKEN),
                1_000_000,
                Credits.NONE,
                100_000,
                "admin");

        assertThat(catalogue.priceList(model.id()).lines()).containsExactlyInAnyOrder(line, tokens);
        assertThat(catalogue.prices()).contains(line, tokens);
        assertThat(line.key()).isEqualTo(key);
        assertThat(line.per()).isEqualTo(10);
        assertThat(catalogue.priceOf(model.id(), PriceQuery.film(Operation.EDIT, "high", "16:9", 8)))
                .contains(new Price(line.bookVersion(), Credits.of(3), 112_000));
    }

    @Test
    void onlyALineForTheSameTakesThePlaceOfAnother() {
        PriceKey key = PriceKey.picture(model.id(), "high");
        catalogue.putPrice(key, 1, Credits.of(3), 0, "admin");
        PriceLine edit = catalogue.putPrice(
                new PriceKey(model.id(), Operation.EDIT, "high", null, PriceUnit.PICTURE),
                1,
                Credits.of(4),
                0,
                "admin");
        PriceLine wide = catalogue.putPrice(
                new PriceKey(model.id(), null, "high", "16:9", PriceUnit.PICTURE), 1, Credits.of(5), 0, "admin");
        PriceLine dearer = catalogue.putPrice(key, 1, Credits.of(6), 0, "admin");

        assertThat(catalogue.priceList(model.id()).lines()).containsExactlyInAnyOrder(edit, wide, dearer);
    }

    @Test
    void whatIsNoPriceIsNotWritten() {
        long before = catalogue.bookVersion();
        for (PriceUnit unit : List.of(PriceUnit.PICTURE, PriceUnit.CALL, PriceUnit.SECOND, PriceUnit.CHARACTER)) {
            assertThatThrownBy(() -> catalogue.putPrice(
                            new PriceKey(model.id(), null, null, null, unit), 1, Credits.NONE, 0, "admin"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> catalogue.putPrice(PriceKey.picture(model.id(), null), 7, Credits.of(1), 0, "admin"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(catalogue.bookVersion()).isEqualTo(before);
    }

    @Test
    void aNewPriceIsANewVersionOfTheBook() {
        long before = catalogue.bookVersion();
        PriceLine old = catalogue.putPrice(model.id(), null, Credits.of(7), 32_000, "admin");
        PriceLine fresh = catalogue.putPrice(model.id(), null, Credits.of(8), 0, "admin");

        assertThat(old.bookVersion()).isEqualTo(before + 1);
        assertThat(fresh.bookVersion()).isEqualTo(before + 2);
        assertThat(catalogue.bookVersion()).isEqualTo(before + 2);
        assertThat(catalogue.price(model.id(), null)).contains(fresh);
        assertThat(catalogue.prices()).contains(fresh).doesNotContain(old);
    }

    @Test
    void currentLinesAreOrderedByModelAndQuality() {
        PriceLine low = catalogue.putPrice(model.id(), "low", Credits.of(1), 0, "admin");
        PriceLine high = catalogue.putPrice(model.id(), "high", Credits.of(9), 0, "admin");

        assertThat(catalogue.prices())
                .filteredOn(line -> line.model().equals(model.id()))
                .containsExactly(high, low);
    }

    @Test
    void versionsOfManyThreadsAreAllDifferent() {
        List<Long> versions = Together.run(
                16,
                i -> catalogue
                        .putPrice(model.id(), "q" + i, Credits.of(1 + i), 0, "admin")
                        .bookVersion());

        assertThat(versions).doesNotHaveDuplicates();
        assertThat(catalogue.prices())
                .filteredOn(line -> line.model().equals(model.id()))
                .hasSize(16);
    }

    @Test
    void aRolledBackPriceIsNotInForce() {
        assertThatThrownBy(() -> store().transactions().run(() -> {
                    catalogue.putPrice(model.id(), null, Credits.of(7), 0, "admin");
                    throw new UnsupportedOperationException("back");
                }))
                .isInstanceOf(UnsupportedOperationException.class);

        assertThat(catalogue.price(model.id(), null)).isEmpty();
    }

    private ModelSpec renamed(String id, Category category) {
        return new ModelSpec(
                new ModelId(id),
                model.provider(),
                category,
                model.displayName(),
                model.capabilities(),
                model.lifecycle(),
                null,
                null);
    }
}
