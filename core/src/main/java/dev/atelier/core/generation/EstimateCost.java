package dev.atelier.core.generation;

import dev.atelier.core.catalogue.Operation;
import dev.atelier.core.catalogue.PriceQuery;
import dev.atelier.core.credit.spi.CreditLedger;
import dev.atelier.core.key.RunProviders;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.quote.PricedWish;
import dev.atelier.core.quote.Quotes;

/**
 * Says what a wish would cost, by the checks and the price book that accepting it would use, and promises it for a while. Holds
 * nothing, so it may be asked as often as one likes; each answer leaves one small row. Thread-safe.
 */
public final class EstimateCost {
    private final BriefReader briefs;
    private final RunProviders providers;
    private final Quotes quotes;
    private final CreditLedger ledger;

    public EstimateCost(BriefReader briefs, RunProviders providers, Quotes quotes, CreditLedger ledger) {
        this.briefs = briefs;
        this.providers = providers;
        this.quotes = quotes;
        this.ledger = ledger;
    }

    /** Too few credits are no refusal here: the estimate says so. */
    public EstimateResult estimate(EstimateCommand command) {
        return briefs.readOrder(command, providers.with(providers.keysFor(command.caller())))
                .fold(order -> priced(command, order), EstimateResult.Refused::new);
    }

    private EstimateResult priced(EstimateCommand command, BriefReader.ReadOrder order) {
        ModelId model = order.model().id();
        PriceQuery work =
                PriceQuery.picture(Operation.with(command.inputImages()), order.quality(), order.aspectRatio());
        return quotes.offer(command.caller().org(), new PricedWish(model, order.imageCount(), work))
                .<EstimateResult>map(quote -> new EstimateResult.Priced(new Estimate(
                        quote,
                        providers.inForce(command.caller(), order.model().provider()),
                        ledger.balance(command.caller().org()).available())))
                .orElseGet(() -> new EstimateResult.Refused(Refusal.noPrice(model, order.quality())));
    }
}
