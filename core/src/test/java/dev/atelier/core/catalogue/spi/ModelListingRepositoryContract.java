package dev.atelier.core.catalogue.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.Store;
import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.core.catalogue.ModelListing;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.provider.ModelId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link ModelListingRepository} promises. */
public abstract class ModelListingRepositoryContract {
    private final String source = "vendor-" + UUID.randomUUID();

    /** The same store during one test. */
    protected abstract Store store();

    @Test
    void aListIsReadBackInItsOrder() {
        ModelListing listing = new ModelListing(
                source,
                List.of(
                        ListedModel.of("z/one", ModelCategory.TEXT),
                        new ListedModel(
                                new ModelId("a/two"),
                                "Two",
                                Set.of(ModelCategory.IMAGE_TO_IMAGE, ModelCategory.TEXT_TO_IMAGE),
                                Map.of("contextTokens", "200000"))),
                Samples.NOW);
        store().modelListings().put(listing);

        assertThat(store().modelListings().find(source)).contains(listing);
        assertThat(store().modelListings().find("vendor-" + UUID.randomUUID())).isEmpty();
    }

    @Test
    void aNewerListStays() {
        ModelListing newer = new ModelListing(source, List.of(ListedModel.of("two")), Samples.NOW);
        ModelListing older = new ModelListing(source, List.of(ListedModel.of("one")), Samples.NOW.minusSeconds(1));
        store().modelListings().put(newer);
        store().modelListings().put(older);
        assertThat(store().modelListings().find(source)).contains(newer);

        ModelListing empty = new ModelListing(source, List.of(), Samples.NOW.plusSeconds(1));
        store().modelListings().put(empty);
        assertThat(store().modelListings().find(source)).contains(empty);
    }
}
