package dev.atelier.core.chain;

import dev.atelier.core.catalogue.Capabilities;
import dev.atelier.core.catalogue.Lifecycle;
import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.catalogue.Price;
import dev.atelier.core.catalogue.spi.ModelCatalogue;
import dev.atelier.core.chain.spi.ChainRepository;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.KeyedProviders;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderConfig;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says which rungs of a chain can do a request, and why the others cannot. Asks no vendor. Thread-safe. */
public final class JudgeRungs {
    private final ChainRepository chains;
    private final ModelCatalogue catalogue;
    private final Clock clock;

    public JudgeRungs(ChainRepository chains, ModelCatalogue catalogue, Clock clock) {
        this.chains = chains;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /** The chain of a category as it is in force: the admins', or the category's providers in their order, each with its own model. */
    public Chain chain(ModelCategory category, KeyedProviders providers) {
        return chains.find(category).orElseGet(() -> {
            Need any = new Need(category, null, null, null, null, 0, false, false, 0);
            List<Rung> rungs = providers.chain(any.provider()).stream()
                    .limit(Chain.MOST)
                    .map(config -> new Rung(config.id(), config.model()))
                    .toList();
            return new Chain(category, rungs, 0);
        });
    }

    /** What this model would cost for this need by the price book of now. */
    public Optional<Price> price(ModelId model, Need need) {
        return catalogue.priceOf(model, need.work());
    }

    /**
     * Judges the whole chain for a need.
     *
     * @param first the model that was asked first; its defaults do not bind the others. Null if there is none
     * @param ceiling what is held for the file; null for any price
     */
    public List<Verdict> judge(
            Need need, @Nullable ModelId first, @Nullable Credits ceiling, KeyedProviders providers) {
        Capabilities defaults = first == null
                ? null
                : catalogue.model(first).map(ModelSpec::capabilities).orElse(null);
        Stream<Rung> rungs = chain(need.category(), providers).rungs().stream();
        return rungs.map(rung -> judge(rung, need, defaults, ceiling, providers))
                .toList();
    }

    /** Judges one rung, wherever it is from. */
    public Verdict judge(
            Rung rung,
            Need need,
            @Nullable Capabilities defaults,
            @Nullable Credits ceiling,
            KeyedProviders providers) {
        String unusable = unusable(rung, need, providers);
        if (unusable != null) {
            return Verdict.no(rung, need, unusable);
        }
        Optional<ModelSpec> model = catalogue.model(rung.model());
        if (model.isEmpty()) {
            return Verdict.no(rung, need, "The model is not in the catalogue.");
        }
        if (!model.get().provider().equals(rung.provider()) || model.get().category() != need.provider()) {
            return Verdict.no(rung, need, "The model is another provider's, or of another category.");
        }
        if (model.get().lifecycleAt(clock) == Lifecycle.RETIRED) {
            return Verdict.no(rung, need, "The model is retired.");
        }
        if (need.provider() == Category.LLM || need.provider() == Category.VISION) {
            // Words have no shape to fit, and who has no price for them is asked for prompts all the same.
            return new Verdict(rung, need, null, null);
        }
        Fit.Result fit = Fit.of(need, defaults, model.get().capabilities());
        Need fitted = fit.need();
        if (fitted == null) {
            return Verdict.no(rung, need, String.valueOf(fit.reason()));
        }
        Optional<Price> price = price(rung.model(), fitted);
        if (price.isEmpty()) {
            return Verdict.no(rung, need, "The model has no price for this.");
        }
        if (ceiling != null && price.get().credits().amount() > ceiling.amount()) {
            return Verdict.no(
                    rung, need, "It costs " + price.get().credits() + " credits, and " + ceiling + " are held.");
        }
        return new Verdict(rung, fitted, price.get(), null);
    }

    private static @Nullable String unusable(Rung rung, Need need, KeyedProviders providers) {
        Optional<ProviderConfig> config = providers.config(rung.provider());
        if (config.isEmpty()) {
            return "There is no such provider.";
        }
        if (config.get().category() != need.provider()) {
            return "The provider makes something else.";
        }
        if (!config.get().enabled()) {
            return "The provider is switched off.";
        }
        return providers.usable(rung.provider()) ? null : "The provider has no API key.";
    }
}
