package dev.atelier.persistence.catalogue;

import dev.atelier.core.catalogue.Capabilities;
import dev.atelier.core.catalogue.Lifecycle;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.catalogue.PriceLine;
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
import org.jspecify.annotations.Nullable;

/** Models, and a price book whose lines are only ever added to. */
public final class JdbiModelCatalogue implements ModelCatalogue {
    private static final Comparator<ModelSpec> ORDER = Comparator.comparing(ModelSpec::category)
            .thenComparing(model -> model.id().value());

    private static final Comparator<PriceLine> PRICE_ORDER = Comparator.comparing(
                    (PriceLine line) -> line.model().value())
            .thenComparing(PriceLine::quality, Comparator.nullsFirst(Comparator.naturalOrder()));

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
    public Optional<PriceLine> price(ModelId model, @Nullable String quality) {
        return transactions.with(handle -> handle.createQuery("""
                        SELECT * FROM price_line
                         WHERE model = :model AND (quality IS NULL OR quality = CAST(:quality AS text))
                         ORDER BY quality NULLS LAST, book_version DESC LIMIT 1""")
                .bind("model", model.value())
                .bind("quality", quality)
                .map((row, context) -> line(row))
                .findOne());
    }

    @Override
    public List<PriceLine> prices() {
        return transactions.with(handle -> handle.createQuery("""
                        SELECT DISTINCT ON (model, quality) * FROM price_line
                         ORDER BY model, quality, book_version DESC""").map((row, context) -> line(row)).stream()
                .sorted(PRICE_ORDER)
                .toList());
    }

    @Override
    public PriceLine putPrice(ModelId model, @Nullable String quality, Credits credits, long costMicros, String actor) {
        // Refuses what is no price before anything is written.
        PriceLine wanted = new PriceLine(1, model, quality, credits, costMicros);
        return transactions.together(handle -> {
            // Only writers of the book exclude each other; readers go on.
            handle.execute("LOCK TABLE price_book IN SHARE ROW EXCLUSIVE MODE");
            long version = bookVersion() + 1;
            handle.createUpdate("INSERT INTO price_book (version, actor, created_at) VALUES (:version, :actor, :at)")
                    .bind("version", version)
                    .bind("actor", actor)
                    .bind("at", clock.instant())
                    .execute();
            handle.createUpdate("""
                            INSERT INTO price_line (book_version, model, quality, credits, cost_micros)
                            VALUES (:version, :model, :quality, :credits, :cost)""")
                    .bind("version", version)
                    .bind("model", model.value())
                    .bind("quality", quality)
                    .bind("credits", credits.amount())
                    .bind("cost", costMicros)
                    .execute();
            return new PriceLine(version, model, quality, wanted.credits(), costMicros);
        });
    }

    @Override
    public long bookVersion() {
        return transactions.with(handle -> handle.createQuery("SELECT coalesce(max(version), 0) FROM price_book")
                .mapTo(Long.class)
                .one());
    }

    private static PriceLine line(ResultSet row) throws SQLException {
        return new PriceLine(
                row.getLong("book_version"),
                new ModelId(row.getString("model")),
                row.getString("quality"),
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
