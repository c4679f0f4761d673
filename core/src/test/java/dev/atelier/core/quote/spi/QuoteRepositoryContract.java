package dev.atelier.core.quote.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.Store;
import dev.atelier.core.catalogue.Operation;
import dev.atelier.core.catalogue.Price;
import dev.atelier.core.catalogue.PriceQuery;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.fakes.Together;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.quote.PricedWish;
import dev.atelier.core.quote.Quote;
import dev.atelier.core.quote.QuoteId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link QuoteRepository} promises. */
public abstract class QuoteRepositoryContract {
    private QuoteRepository quotes;
    private Samples.Tenant tenant;

    /** The same store during one test. */
    protected abstract Store store();

    @BeforeEach
    void makeTenant() {
        quotes = store().quotes();
        tenant = Samples.tenant(store());
    }

    @Test
    void whatIsWrittenIsReadBackByItsOrg() {
        Quote picture = quote(PriceQuery.picture(Operation.EDIT, "4K", "16:9"), Samples.NOW);
        Quote film = quote(PriceQuery.film(Operation.GENERATE, null, null, 8), Samples.NOW);
        quotes.insert(picture);
        quotes.insert(film);

        assertThat(quotes.find(tenant.id(), picture.id())).contains(picture);
        assertThat(quotes.find(tenant.id(), film.id())).contains(film);
        assertThat(quotes.find(Samples.tenant(store()).id(), picture.id())).isEmpty();
        assertThat(quotes.find(tenant.id(), new QuoteId(UUID.randomUUID()))).isEmpty();
    }

    @Test
    void oneOfManyUsesIt() {
        Quote quote = quote(PriceQuery.speech(100), Samples.NOW);
        quotes.insert(quote);
        assertThat(quotes.use(Samples.tenant(store()).id(), quote.id(), run())).isFalse();
        assertThat(quotes.use(tenant.id(), new QuoteId(UUID.randomUUID()), run()))
                .isFalse();

        List<GenerationId> runs = List.of(run(), run(), run(), run(), run(), run(), run(), run());
        List<Boolean> used = Together.run(8, i -> quotes.use(tenant.id(), quote.id(), runs.get(i)));

        assertThat(used).containsOnlyOnce(true);
        assertThat(quotes.find(tenant.id(), quote.id()).orElseThrow().usedBy()).isEqualTo(runs.get(used.indexOf(true)));
    }

    @Test
    void aUseIsTakenBackWithItsTransaction() {
        Quote quote = quote(PriceQuery.speech(100), Samples.NOW);
        quotes.insert(quote);
        assertThatThrownBy(() -> store().transactions().run(() -> {
                    quotes.use(tenant.id(), quote.id(), run());
                    throw new UnsupportedOperationException("back");
                }))
                .isInstanceOf(UnsupportedOperationException.class);

        assertThat(quotes.find(tenant.id(), quote.id())).contains(quote);
    }

    @Test
    void whatExpiredBeforeATimeIsForgotten() {
        Quote old = quote(PriceQuery.speech(1), Samples.NOW.minusSeconds(1));
        Quote fresh = quote(PriceQuery.speech(1), Samples.NOW);
        quotes.insert(old);
        quotes.insert(fresh);

        assertThat(quotes.forgetBefore(Samples.NOW)).isEqualTo(1);
        assertThat(quotes.find(tenant.id(), old.id())).isEmpty();
        assertThat(quotes.find(tenant.id(), fresh.id())).contains(fresh);
    }

    private static GenerationId run() {
        return new GenerationId(UUID.randomUUID());
    }

    private Quote quote(PriceQuery work, Instant expiresAt) {
        return new Quote(
                new QuoteId(UUID.randomUUID()),
                tenant.id(),
                new PricedWish(new ModelId("some/model"), 2, work),
                new Price(7, Credits.of(12), 60_000),
                Samples.NOW.minusSeconds(900),
                expiresAt,
                null);
    }
}
