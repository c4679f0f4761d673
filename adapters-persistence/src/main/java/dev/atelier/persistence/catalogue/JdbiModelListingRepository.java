package dev.atelier.persistence.catalogue;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.catalogue.ModelListing;
import dev.atelier.core.catalogue.spi.ModelListingRepository;
import dev.atelier.persistence.shared.Columns;
import dev.atelier.persistence.shared.JdbiTransactions;
import dev.atelier.persistence.shared.Json;
import java.util.List;
import java.util.Optional;

/** Listings, one row for each source. */
public final class JdbiModelListingRepository implements ModelListingRepository {
    private static final TypeReference<List<ListedModel>> MODELS = new TypeReference<>() {};

    private final JdbiTransactions transactions;

    public JdbiModelListingRepository(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<ModelListing> find(String source) {
        return transactions.with(handle -> handle.createQuery("SELECT * FROM model_listing WHERE source = :source")
                .bind("source", source)
                .map((row, context) -> new ModelListing(
                        source, Json.read(row.getString("models"), MODELS), Columns.instant(row, "fetched_at")))
                .findOne());
    }

    @Override
    public void put(ModelListing listing) {
        transactions.with(handle -> handle.createUpdate("""
                        INSERT INTO model_listing (source, models, fetched_at)
                        VALUES (:source, CAST(:models AS jsonb), :at)
                        ON CONFLICT (source) DO UPDATE SET models = excluded.models, fetched_at = excluded.fetched_at
                         WHERE model_listing.fetched_at <= excluded.fetched_at""")
                .bind("source", listing.source())
                .bind("models", Json.write(listing.models()))
                .bind("at", listing.fetchedAt())
                .execute());
    }
}
