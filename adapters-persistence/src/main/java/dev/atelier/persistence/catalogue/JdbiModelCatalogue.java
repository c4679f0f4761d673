package dev.atelier.persistence.catalogue;

import dev.atelier.core.catalogue.Capabilities;
import dev.atelier.core.catalogue.Lifecycle;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.catalogue.Operation;
import dev.atelier.core.catalogue.PriceKey;
import dev.atelier.core.catalogue.PriceLine;
import dev.atelier.core.catalogue.PriceList;
import dev.atelier.core.catalogue.PriceUnit;
import dev.atelier.core.catalogue.spi.ModelCatalogue;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.persistence.shared.JdbiTransactions;
import dev.atelier.persistence.shared.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Models, and a price book whose lines are only ever added to. */
public final class JdbiModelCatalogue implements ModelCatalogue {
    private static final Comparator<ModelSpec> ORDER = Comparator.comparing(ModelSpec::category)
            .thenComparing(model -> model.id().value());

    private static final String CURRENT =
            "SELECT DISTINCT ON (model, quality, operation, aspect_ratio, unit) * FROM price_line";
    private static final String NEWEST = " ORDER BY model, quality, operation, aspect_ratio, unit, book_version DESC";

    private final JdbiTransactions transactions;
    private final Clock clock;

    public JdbiModelCatalogue(JdbiTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public List<ModelSpec> models() {
        return transactions.with(
                handle -> handle.createQuery("SELECT * FROM model").map((row, context) -> model(row)).stream()
                        .sorted(ORDER)
                        .toList());
    }

    @Override
    public Optional<ModelSpec> model(ModelId model) {
        return transactions.with(handle -> handle.createQuery("SELECT * FROM model WHERE id = :id")
                .bind("id", model.value())
                .map((row, context) -> model(row))
                .findOne());
    }

    @Override
    public void putModel(ModelSpec model) {
        ModelId replacement = model.replacement();
        transactions.with(handle -> handle.createUpdate("""
                        INSERT INTO model (id, provider, category, display_name, capabilities, lifecycle, replacement,
                               ends_on)
                        VALUES (:id, :provider, :category, :name, CAST(:capabilities AS jsonb), :lifecycle,
                               :replacement, :endsOn)
                        ON CONFLICT (id) DO UPDATE SET provider = excluded.provider, category = excluded.category,
                               display_name = excluded.display_name, capabilities = excluded.capabilities,
                               lifecycle = excluded.lifecycle, replacement = excluded.replacement,
                               ends_on = excluded.ends_on""")
                .bind("id", model.id().value())
                .bind("provider", model.provider().slug())
                .bind("category", model.category().name())
                .bind("name", model.displayName())
                .bind("capabilities", Json.write(model.capabilities()))
                .bind("lifecycle", model.lifecycle().name())
                .bind("replacement", replacement == null ? null : replacement.value())
                .bind("endsOn", model.endsOn())
                .execute());
    }

    @Override
    public PriceList priceList(ModelId model) {
        return transactions.with(handle -> new PriceList(handle.createQuery(CURRENT + " WHERE model = :model " + NEWEST)
                .bind("model", model.value())
                .map((row, context) -> line(row))
                .list()));
    }

    @Override
    public List<PriceLine> prices() {
        return transactions.with(
                handle -> handle.createQuery(CURRENT + NEWEST).map((row, context) -> line(row)).stream()
                        .sorted(Comparator.comparing(PriceLine::key, PriceKey.ORDER))
                        .toList());
    }

    @Override
    public PriceLine putPrice(PriceKey key, long per, Credits credits, long costMicros, String actor) {
        // Refuses what is no price before anything is written.
        PriceLine wanted = new PriceLine(1, key, per, credits, costMicros);
        return transactions.together(handle -> {
            // Only writers of the book exclude each other; readers go on.
            handle.execute("LOCK TABLE price_book IN SHARE ROW EXCLUSIVE MODE");
            long version = bookVersion() + 1;
            handle.createUpdate("INSERT INTO price_book (version, actor, created_at) VALUES (:version, :actor, :at)")
                    .bind("version", version)
                    .bind("actor", actor)
                    .bind("at", clock.instant())
                    .execute();
            Operation operation = key.operation();
            handle.createUpdate("""
                            INSERT INTO price_line (book_version, model, operation, quality, aspect_ratio, unit, per,
                                   credits, cost_micros)
                            VALUES (:version, :model, :operation, :quality, :ratio, :unit, :per, :credits, :cost)""")
                    .bind("version", version)
                    .bind("model", key.model().value())
                    .bind("operation", operation == null ? null : operation.name())
                    .bind("quality", key.quality())
                    .bind("ratio", key.aspectRatio())
                    .bind("unit", key.unit().name())
                    .bind("per", per)
                    .bind("credits", credits.amount())
                    .bind("cost", costMicros)
                    .execute();
            return new PriceLine(version, key, per, wanted.credits(), costMicros);
        });
    }

    @Override
    public long bookVersion() {
        return transactions.with(handle -> handle.createQuery("SELECT coalesce(max(version), 0) FROM price_book")
                .mapTo(Long.class)
                .one());
    }

    private static PriceLine line(ResultSet row) throws SQLException {
        String operation = row.getString("operation");
        PriceKey key = new PriceKey(
                new ModelId(row.getString("model")),
                operation == null ? null : Operation.valueOf(operation),
                row.getString("quality"),
                row.getString("aspect_ratio"),
                PriceUnit.valueOf(row.getString("unit")));
        return new PriceLine(
                row.getLong("book_version"),
                key,
                row.getLong("per"),
                Credits.of(row.getLong("credits")),
                row.getLong("cost_micros"));
    }

    private static ModelSpec model(ResultSet row) throws SQLException {
        String replacement = row.getString("replacement");
        return new ModelSpec(
                new ModelId(row.getString("id")),
                new ProviderId(row.getString("provider")),
                Category.valueOf(row.getString("category")),
                row.getString("display_name"),
                Json.read(row.getString("capabilities"), Capabilities.class),
                Lifecycle.valueOf(row.getString("lifecycle")),
                replacement == null ? null : new ModelId(replacement),
                row.getObject("ends_on", LocalDate.class));
    }
}
