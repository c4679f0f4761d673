package dev.atelier.core.catalogue.spi;

import dev.atelier.core.catalogue.ModelListing;
import java.util.Optional;

/**
 * The last list that each vendor gave.
 *
 * <p>Every implementation passes {@code ModelListingRepositoryContract}. Thread-safe; joins the caller's transaction.
 */
public interface ModelListingRepository {
    Optional<ModelListing> find(String source);

    /** Inserts the list, or replaces an older one of its source; a newer one stays. */
    void put(ModelListing listing);
}
