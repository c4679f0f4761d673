package dev.atelier.core.memory;

import dev.atelier.core.catalogue.ModelListing;
import dev.atelier.core.catalogue.spi.ModelListingRepository;
import java.util.Comparator;
import java.util.Optional;

/** Listings by source. */
final class InMemoryModelListingRepository implements ModelListingRepository {
    private final InMemoryDatabase database;
    private final InMemoryTable<String, ModelListing> listings;

    InMemoryModelListingRepository(InMemoryDatabase database) {
        this.database = database;
        this.listings = new InMemoryTable<>(database, Comparator.naturalOrder());
    }

    @Override
    public Optional<ModelListing> find(String source) {
        return database.inTransaction(() -> listings.get(source));
    }

    @Override
    public void put(ModelListing listing) {
        database.run(() -> {
            boolean newer = listings.get(listing.source())
                    .map(known -> !known.fetchedAt().isAfter(listing.fetchedAt()))
                    .orElse(true);
            if (newer) {
                listings.put(listing.source(), listing);
            }
        });
    }
}
