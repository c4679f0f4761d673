package dev.atelier.core.quote;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.catalogue.Price;
import dev.atelier.core.catalogue.spi.ModelCatalogue;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.Refusal;
import dev.atelier.core.quote.spi.QuoteRepository;
import dev.atelier.core.shared.FieldError;
import dev.atelier.core.shared.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Promises prices, and finds the price that a run is taken on for: of its quote if it has one, else of the book. Thread-safe. */
public final class Quotes {
    /** How long a quote binds us. */
    public static final Duration LIFE = Duration.ofMinutes(15);

    private final QuoteRepository quotes;
    private final ModelCatalogue catalogue;
    private final Ids ids;
    private final Clock clock;

    public Quotes(QuoteRepository quotes, ModelCatalogue catalogue, Ids ids, Clock clock) {
        this.quotes = quotes;
        this.catalogue = catalogue;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Promises the book's price of now; one row is written.
     *
     * @return empty if the book has none for such work
     */
    public Optional<Quote> offer(OrgId org, PricedWish wish) {
        return catalogue.priceOf(wish.model(), wish.work()).map(price -> {
            Instant now = clock.instant();
            Quote quote = new Quote(new QuoteId(ids.next()), org, wish, price, now, now.plus(LIFE), null);
            quotes.insert(quote);
            return quote;
        });
    }

    /**
     * The price that a run is taken on for. A quote is not used up by asking: call {@link #use} in the same transaction when the run
     * is taken on, and nobody else can use it in between.
     *
     * @param quote null for the book's price of now
     */
    public AgreedPrice agree(OrgId org, @Nullable QuoteId quote, PricedWish wish) {
        return quote == null ? byTheBook(wish) : byQuote(org, quote, wish);
    }

    /**
     * Uses the quote up for a run that was taken on; does nothing without a quote.
     *
     * @throws IllegalStateException if it was used by another run since it was agreed on, in another transaction
     */
    public void use(OrgId org, @Nullable QuoteId quote, GenerationId run) {
        if (quote != null && !quotes.use(org, quote, run)) {
            throw new IllegalStateException("quote " + quote + " was used meanwhile");
        }
    }

    private AgreedPrice byTheBook(PricedWish wish) {
        Optional<Price> price = catalogue.priceOf(wish.model(), wish.work());
        if (price.isEmpty()) {
            return new AgreedPrice.Refused(
                    Refusal.noPrice(wish.model(), wish.work().quality()));
        }
        return new AgreedPrice.Agreed(price.get());
    }

    private AgreedPrice byQuote(OrgId org, QuoteId id, PricedWish wish) {
        Optional<Quote> found = quotes.lock(org, id);
        if (found.isEmpty()) {
            return refused(Refusal.Code.NO_QUOTE, "There is no quote " + id + ".");
        }
        Quote quote = found.get();
        if (quote.usedBy() != null) {
            return refused(Refusal.Code.QUOTE_OVER, "Quote " + id + " was used already; estimate again for a new one.");
        }
        if (!clock.instant().isBefore(quote.expiresAt())) {
            return refused(
                    Refusal.Code.QUOTE_OVER,
                    "Quote " + id + " expired at " + quote.expiresAt() + "; estimate again for a new one.");
        }
        if (!quote.wish().equals(wish)) {
            FieldError error = new FieldError(
                    "/quoteId",
                    "other_request",
                    "quote " + id + " is for " + quote.wish().inWords()
                            + " and for nothing else; estimate this request for one of its own");
            return new AgreedPrice.Refused(new Refusal(Refusal.Code.INVALID, error.detail() + ".", List.of(error)));
        }
        return new AgreedPrice.Agreed(quote.price());
    }

    private static AgreedPrice refused(Refusal.Code code, String detail) {
        return new AgreedPrice.Refused(Refusal.of(code, detail));
    }
}
