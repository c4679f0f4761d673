package dev.atelier.app.provider;

import dev.atelier.app.http.Params;
import dev.atelier.app.http.Problem;
import dev.atelier.core.catalogue.Capabilities;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.catalogue.Price;
import dev.atelier.core.catalogue.spi.ModelCatalogue;
import dev.atelier.core.chain.JudgeRungs;
import dev.atelier.core.chain.Need;
import dev.atelier.core.chain.Rung;
import dev.atelier.core.chain.Verdict;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.provider.KeyedProviders;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.ProviderRegistry;
import dev.atelier.providers.guard.Operation;
import dev.atelier.providers.guard.OperationHealth;
import dev.atelier.providers.guard.VendorGuards;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks a chain without asking anybody. */
record Simulation(JudgeRungs judge, ModelCatalogue catalogue, ProviderRegistry registry, VendorGuards guards) {
    ChainJson.Simulation of(ChainJson.Simulate wish, KeyedProviders providers) {
        Need need = wish.need();
        Optional<ModelSpec> first = first(wish, need, providers);
        Capabilities defaults = first.map(ModelSpec::capabilities).orElse(null);
        Set<Rung> rungs = new LinkedHashSet<>();
        first.ifPresent(model -> rungs.add(new Rung(model.provider(), model.id())));
        rungs.addAll(judge.chain(need.category(), providers).rungs());
        List<ChainJson.Judged> judged = new ArrayList<>();
        Credits held = null;
        boolean answered = false;
        boolean opening = first.isPresent();
        for (Rung rung : rungs) {
            Verdict verdict = judge.judge(rung, need, opening ? null : defaults, held, providers);
            if (opening) {
                held = Optional.ofNullable(verdict.price()).map(Price::credits).orElse(null);
                opening = false;
            }
            String reason = reason(verdict, need);
            judged.add(ChainJson.Judged.of(
                    verdict, reason == null && answered ? "It would be asked after those before it." : reason));
            answered |= reason == null;
        }
        return new ChainJson.Simulation(judged);
    }

    /** The model that a run would begin with. */
    private Optional<ModelSpec> first(ChainJson.Simulate wish, Need need, KeyedProviders providers) {
        if (wish.model() == null) {
            return providers.active(need.provider()).flatMap(config -> catalogue.model(config.model()));
        }
        ModelId named = Params.value("/model", wish.model(), ModelId::new);
        return Optional.of(catalogue
                .model(named)
                .orElseThrow(() -> Problem.unprocessable("/model", "unknown", "There is no such model.")));
    }

    private @Nullable String reason(Verdict verdict, Need need) {
        if (!verdict.can()) {
            return verdict.reason();
        }
        ProviderConfig row = registry.config(verdict.rung().provider()).orElseThrow();
        Operation asked = Operation.of(need.provider()).get(0);
        return guards.health(row, registry.simulated(row)).stream()
                .filter(health -> health.operation() == asked && health.state() == OperationHealth.State.OPEN)
                .findFirst()
                .map(health -> "Its breaker is open" + (health.reason() == null ? "." : ": " + health.reason()))
                .orElse(null);
    }
}
