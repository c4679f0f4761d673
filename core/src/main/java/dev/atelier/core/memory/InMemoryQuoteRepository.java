package dev.atelier.core.memory;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.quote.Quote;
import dev.atelier.core.quote.QuoteId;
import dev.atelier.core.quote.spi.QuoteRepository;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Quotes by id. */
final class InMemoryQuoteRepository implements QuoteRepository {
    private final InMemoryDatabase database;
    private final InMemoryTable<QuoteId, Quote> quotes;

    InMemoryQuoteRepository(InMemoryDatabase database) {
        this.database = database;
        this.quotes = new InMemoryTable<>(database, Comparator.comparing(QuoteId::value));
    }

    @Override
    public void insert(Quote quote) {
        database.run(() -> quotes.insert(quote.id(), quote, "quote " + quote.id()));
    }

    @Override
    public Optional<Quote> find(OrgId org, QuoteId quote) {
        return database.inTransaction(
                () -> quotes.get(quote).filter(found -> found.org().equals(org)));
    }

    // Transactions in memory run one after the other.
    @Override
    public Optional<Quote> lock(OrgId org, QuoteId quote) {
        return find(org, quote);
    }

    @Override
    public boolean use(OrgId org, QuoteId quote, GenerationId run) {
        return database.inTransaction(() -> {
            Optional<Quote> unused = find(org, quote).filter(found -> found.usedBy() == null);
            unused.ifPresent(found -> quotes.put(
                    quote,
                    new Quote(
                            found.id(),
                            found.org(),
                            found.wish(),
                            found.price(),
                            found.createdAt(),
                            found.expiresAt(),
                            run)));
            return unused.isPresent();
        });
    }

    @Override
    public int forgetBefore(Instant time) {
        return database.inTransaction(() -> {
            List<QuoteId> old = quotes.values().stream()
                    .filter(quote -> quote.expiresAt().isBefore(time))
                    .map(Quote::id)
                    .toList();
            old.forEach(quotes::remove);
            return old.size();
        });
    }
}
