package dev.atelier.persistence.quote;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.catalogue.Price;
import dev.atelier.core.catalogue.PriceQuery;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.quote.PricedWish;
import dev.atelier.core.quote.Quote;
import dev.atelier.core.quote.QuoteId;
import dev.atelier.core.quote.spi.QuoteRepository;
import dev.atelier.persistence.shared.Columns;
import dev.atelier.persistence.shared.JdbiTransactions;
import dev.atelier.persistence.shared.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Quotes, one row each. */
public final class JdbiQuoteRepository implements QuoteRepository {
    private static final String ONE = "SELECT * FROM quote WHERE org_id = :org AND id = :id";

    private final JdbiTransactions transactions;

    public JdbiQuoteRepository(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void insert(Quote quote) {
        GenerationId usedBy = quote.usedBy();
        transactions.with(handle -> handle.createUpdate("""
                        INSERT INTO quote (id, org_id, model, count, work, book_version, credits, cost_micros, created_at,
                               expires_at, used_by)
                        VALUES (:id, :org, :model, :count, CAST(:work AS jsonb), :version, :credits, :cost, :createdAt,
                               :expiresAt, :usedBy)""")
                .bind("id", quote.id().value())
                .bind("org", quote.org().value())
                .bind("model", quote.wish().model().value())
                .bind("count", quote.wish().count())
                .bind("work", Json.write(quote.wish().work()))
                .bind("version", quote.price().bookVersion())
                .bind("credits", quote.price().credits().amount())
                .bind("cost", quote.price().costMicros())
                .bind("createdAt", quote.createdAt())
                .bind("expiresAt", quote.expiresAt())
                .bindByType("usedBy", usedBy == null ? null : usedBy.value(), UUID.class)
                .execute());
    }

    @Override
    public Optional<Quote> find(OrgId org, QuoteId quote) {
        return read(ONE, org, quote);
    }

    @Override
    public Optional<Quote> lock(OrgId org, QuoteId quote) {
        return read(ONE + " FOR UPDATE", org, quote);
    }

    private Optional<Quote> read(String sql, OrgId org, QuoteId quote) {
        return transactions.with(handle -> handle.createQuery(sql)
                .bind("org", org.value())
                .bind("id", quote.value())
                .map((row, context) -> read(row))
                .findOne());
    }

    @Override
    public boolean use(OrgId org, QuoteId quote, GenerationId run) {
        return transactions.with(handle -> handle.createUpdate(
                                "UPDATE quote SET used_by = :run WHERE org_id = :org AND id = :id AND used_by IS NULL")
                        .bind("run", run.value())
                        .bind("org", org.value())
                        .bind("id", quote.value())
                        .execute())
                == 1;
    }

    @Override
    public int forgetBefore(Instant time) {
        return transactions.with(handle -> handle.createUpdate("DELETE FROM quote WHERE expires_at < :time")
                .bind("time", time)
                .execute());
    }

    private static Quote read(ResultSet row) throws SQLException {
        UUID usedBy = Columns.uuidOrNull(row, "used_by");
        return new Quote(
                new QuoteId(Columns.uuid(row, "id")),
                new OrgId(Columns.uuid(row, "org_id")),
                new PricedWish(
                        new ModelId(row.getString("model")),
                        row.getInt("count"),
                        Json.read(row.getString("work"), PriceQuery.class)),
                new Price(row.getLong("book_version"), Credits.of(row.getLong("credits")), row.getLong("cost_micros")),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "expires_at"),
                usedBy == null ? null : new GenerationId(usedBy));
    }
}
