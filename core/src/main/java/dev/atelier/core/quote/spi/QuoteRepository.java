package dev.atelier.core.quote.spi;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.quote.Quote;
import dev.atelier.core.quote.QuoteId;
import java.time.Instant;
import java.util.Optional;

/**
 * Prices that were promised.
 *
 * <p>Every implementation passes {@code QuoteRepositoryContract}. Thread-safe; joins the caller's transaction. Another org's id
 * finds nothing.
 */
public interface QuoteRepository {
    void insert(Quote quote);

    /** Expired and used ones too, until they are forgotten. */
    Optional<Quote> find(OrgId org, QuoteId quote);

    /** Like {@link #find}; nobody else uses it before the caller's transaction has ended. */
    Optional<Quote> lock(OrgId org, QuoteId quote);

    /**
     * Uses a quote for a run, once; among concurrent callers one wins.
     *
     * @return false, and nothing changed, if it was used before or there is none
     */
    boolean use(OrgId org, QuoteId quote, GenerationId run);

    /**
     * Deletes what expired before this time, used or not.
     *
     * @return how many
     */
    int forgetBefore(Instant time);
}
