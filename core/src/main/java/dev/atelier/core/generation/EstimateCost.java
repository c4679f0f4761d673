package dev.atelier.core.generation;

import dev.atelier.core.catalogue.spi.ModelCatalogue;
import dev.atelier.core.credit.spi.CreditLedger;
import dev.atelier.core.key.RunProviders;
import dev.atelier.core.quote.Quotes;

/**
 * Says what a wish would cost, by the checks and the price book that accepting it would use, and promises it for a while. Holds
 * nothing, so it may be asked as often as one likes; each answer leaves one small row. Thread-safe.
 */
public final class EstimateCost {
    private final EstimateReader reader;
    private final RunProviders providers;
    private final Quotes quotes;
    private final CreditLedger ledger;

    public EstimateCost(
            BriefReader briefs, ModelCatalogue catalogue, RunProviders providers, Quotes quotes, CreditLedger ledger) {
        this.reader = new EstimateReader(briefs, catalogue);
        this.providers = providers;
        this.quotes = quotes;
        this.ledger = ledger;
    }

    /** Too few credits are no refusal here: the estimate says so. */
    public EstimateResult estimate(EstimateCommand command) {
        return reader.read(command, providers.with(providers.keysFor(command.caller())))
                .fold(wish -> priced(command, wish), EstimateResult.Refused::new);
    }

    private EstimateResult priced(EstimateCommand command, EstimateReader.ReadWish read) {
        return quotes.offer(command.org(), read.wish())
                .<EstimateResult>map(quote -> new EstimateResult.Priced(new Estimate(
                        quote,
                        providers.inForce(command.caller(), read.model().provider()),
                        ledger.balance(command.org()).available())))
                .orElseGet(() -> new EstimateResult.Refused(
                        Refusal.noPrice(read.model().id(), read.wish().work().quality())));
    }
}
