package dev.atelier.core.generation;

import dev.atelier.core.catalogue.spi.ModelCatalogue;
import dev.atelier.core.credit.spi.CreditLedger;
import dev.atelier.core.key.RunProviders;

/**
 * Says what a wish would cost, by the checks and the price book that accepting it would use. Holds and writes nothing, so it may be
 * asked as often as one likes. Thread-safe.
 */
public final class EstimateCost {
    private final BriefReader briefs;
    private final RunProviders providers;
    private final ModelCatalogue catalogue;
    private final CreditLedger ledger;

    public EstimateCost(BriefReader briefs, RunProviders providers, ModelCatalogue catalogue, CreditLedger ledger) {
        this.briefs = briefs;
        this.providers = providers;
        this.catalogue = catalogue;
        this.ledger = ledger;
    }

    /** Too few credits are no refusal here: the estimate says so. */
    public EstimateResult estimate(EstimateCommand command) {
        return briefs.readOrder(command, providers.with(providers.keysFor(command.caller())))
                .fold(order -> priced(command, order), EstimateResult.Refused::new);
    }

    private EstimateResult priced(EstimateCommand command, BriefReader.ReadOrder order) {
        return catalogue
                .price(order.model().id(), order.quality())
                .<EstimateResult>map(price -> new EstimateResult.Priced(new Estimate(
                        price, order.imageCount(), ledger.balance(command.org()).available())))
                .orElseGet(() ->
                        new EstimateResult.Refused(Refusal.noPrice(order.model().id(), order.quality())));
    }
}
