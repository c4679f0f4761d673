package dev.atelier.core.catalogue.spi;

import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.catalogue.PriceLine;
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

    /**
     * The current price of one picture: the line for this quality, else the line for any quality.
     *
     * @return empty if there is none: the run is then refused, never free
     */
    Optional<PriceLine> price(ModelId model, @Nullable String quality);

    /** The current lines, by model and quality. */
    List<PriceLine> prices();

    /** Adds a line in a new version of the book; it is in force for requests from now on. */
    PriceLine putPrice(ModelId model, @Nullable String quality, Credits credits, long costMicros, String actor);

    /** The newest version of the book; 0 while it is empty. */
    long bookVersion();
}
