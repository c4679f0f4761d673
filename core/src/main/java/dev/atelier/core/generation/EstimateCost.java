package dev.atelier.core.generation;

import dev.atelier.core.catalogue.Operation;
import dev.atelier.core.catalogue.PriceQuery;
import dev.atelier.core.catalogue.spi.ModelCatalogue;
import dev.atelier.core.credit.spi.CreditLedger;
import dev.atelier.core.provider.ModelId;

/**
 * Says what a wish would cost, by the checks and the price book that accepting it would use. Holds and writes nothing, so it may be
 * asked as often as one likes. Thread-safe.
 */
public final class EstimateCost {
    private final BriefReader briefs;
    private final ModelCatalogue catalogue;
    private final CreditLedger ledger;

    public EstimateCost(BriefReader briefs, ModelCatalogue catalogue, CreditLedger ledger) {
        this.briefs = briefs;
        this.catalogue = catalogue;
        this.ledger = ledger;
    }

    /** Too few credits are no refusal here: the estimate says so. */
    public EstimateResult estimate(EstimateCommand command) {
        return briefs.readOrder(command).fold(order -> priced(command, order), EstimateResult.Refused::new);
    }

    private EstimateResult priced(EstimateCommand command, BriefReader.ReadOrder order) {
        ModelId model = order.model().id();
        PriceQuery query =
                PriceQuery.picture(Operation.with(command.inputImages()), order.quality(), order.aspectRatio());
        return catalogue
                .priceOf(model, query)
                .<EstimateResult>map(price -> new EstimateResult.Priced(new Estimate(
                        model,
                        price,
                        order.imageCount(),
                        ledger.balance(command.org()).available())))
                .orElseGet(() -> new EstimateResult.Refused(Refusal.noPrice(model, order.quality())));
    }
}
