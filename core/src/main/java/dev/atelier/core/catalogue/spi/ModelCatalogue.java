package dev.atelier.core.catalogue.spi;

import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.catalogue.Operation;
import dev.atelier.core.catalogue.Price;
import dev.atelier.core.catalogue.PriceKey;
import dev.atelier.core.catalogue.PriceLine;
import dev.atelier.core.catalogue.PriceList;
import dev.atelier.core.catalogue.PriceQuery;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.provider.ModelId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Models and the versioned price book. Thread-safe; joins the caller's transaction. */
public interface ModelCatalogue {
    /** All models, by category and id. */
    List<ModelSpec> models();

    Optional<ModelSpec> model(ModelId model);

    /** Inserts the model or replaces what is known of it. */
    void putModel(ModelSpec model);

    /** The current lines of one model; see {@link PriceList} for how they work together. */
    PriceList priceList(ModelId model);

    /**
     * The current price of one piece of work.
     *
     * @return empty if there is none: the run is then refused, never free
     */
    default Optional<Price> priceOf(ModelId model, PriceQuery query) {
        return priceList(model).price(query);
    }

    /** The current line that prices one picture of this quality made from words. */
    default Optional<PriceLine> price(ModelId model, @Nullable String quality) {
        return priceList(model).line(PriceQuery.picture(Operation.GENERATE, quality, null));
    }

    /** The current lines, by {@link PriceKey#ORDER}. */
    List<PriceLine> prices();

    /**
     * Adds a line in a new version of the book; it is in force for requests from now on.
     *
     * @param per for how many of the key's unit the price is; see {@link PriceLine}
     */
    PriceLine putPrice(PriceKey key, long per, Credits credits, long costMicros, String actor);

    /** Prices one picture of a quality, or of every quality without a price of its own. */
    default PriceLine putPrice(
            ModelId model, @Nullable String quality, Credits credits, long costMicros, String actor) {
        return putPrice(PriceKey.picture(model, quality), 1, credits, costMicros, actor);
    }

    /** The newest version of the book; 0 while it is empty. */
    long bookVersion();
}
