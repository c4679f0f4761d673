package dev.atelier.core.catalogue;

import java.time.Instant;
import java.util.List;

/**
 * What a vendor listed at some time.
 *
 * @param source which list it is: an adapter, and the host of its address if that is not the vendor's own
 */
public record ModelListing(String source, List<ListedModel> models, Instant fetchedAt) {
    public ModelListing {
        models = List.copyOf(models);
    }
}
