package dev.atelier.app.provider;

import dev.atelier.app.audit.AuditTrail;
import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.Operators;
import dev.atelier.app.http.Params;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.app.http.RequestBody;
import dev.atelier.app.http.Routes;
import dev.atelier.app.http.Versions;
import dev.atelier.core.Store;
import dev.atelier.core.audit.AuditAction;
import dev.atelier.core.audit.AuditChange;
import dev.atelier.core.audit.AuditDetails;
import dev.atelier.core.audit.AuditSubject;
import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.chain.Chain;
import dev.atelier.core.chain.JudgeRungs;
import dev.atelier.core.chain.Rung;
import dev.atelier.core.key.RunKeys;
import dev.atelier.core.provider.KeyedProviders;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderRegistry;
import dev.atelier.providers.guard.VendorGuards;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Who makes a file when the first provider does not take the order. */
public final class ChainRoutes implements Routes {
    private static final String CHAINS = "/api/v1/admin/chains";

    private final Store store;
    private final ProviderRegistry registry;
    private final JudgeRungs judge;
    private final Simulation simulation;
    private final Operators operators;
    private final AuditTrail trail;

    public ChainRoutes(
            Store store,
            ProviderRegistry registry,
            VendorGuards guards,
            Operators operators,
            AuditTrail trail,
            Clock clock) {
        this.store = store;
        this.registry = registry;
        this.judge = new JudgeRungs(store.chains(), store.catalogue(), clock);
        this.simulation = new Simulation(judge, store.catalogue(), registry, guards);
        this.operators = operators;
        this.trail = trail;
    }

    @Override
    public List<String> openApi() {
        return List.of("chains");
    }

    @Override
    public Area area() {
        return Area.PROVIDERS;
    }

    @Override
    public void addTo(Access access) {
        access.get(CHAINS + "/{category}", Gate.ADMIN, this::one);
        access.put(CHAINS + "/{category}", Gate.ADMIN, this::put);
        access.post(CHAINS + "/simulate", Gate.ADMIN, this::simulate);
    }

    private void one(Context ctx) {
        operators.require(Principal.of(ctx));
        answer(ctx, chain(category(ctx)));
    }

    private void put(Context ctx) {
        operators.require(Principal.of(ctx));
        ModelCategory category = category(ctx);
        if (category == ModelCategory.TEXT || category == ModelCategory.VISION) {
            throw Problem.of(
                    ProblemCode.UNPROCESSABLE,
                    "Language and vision models are asked in the order of their providers: /api/v1/admin/provider-chains.");
        }
        List<Rung> rungs = rungs(RequestBody.read(ctx, ChainJson.Put.class).rungs(), category);
        store.transactions().run(() -> {
            Chain before = chain(category);
            Versions.require(ctx, before.version());
            Chain after = new Chain(category, rungs, before.version() + 1);
            if (!store.chains().put(after)) {
                throw Versions.changed();
            }
            trail.record(
                    ctx,
                    AuditChange.between(
                            AuditAction.CHAIN_CHANGED,
                            new AuditSubject("chain", category.name(), category.name()),
                            details(before),
                            details(after)));
        });
        answer(ctx, chain(category));
    }

    private List<Rung> rungs(List<ChainJson.RungJson> wanted, ModelCategory category) {
        List<Rung> rungs = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            String pointer = "/rungs/" + i;
            Rung rung = new Rung(
                    Params.value(pointer + "/provider", wanted.get(i).provider(), ProviderId::new),
                    Params.value(pointer + "/model", wanted.get(i).model(), ModelId::new));
            List<String> models = store.catalogue().models().stream()
                    .filter(model -> model.provider().equals(rung.provider())
                            && model.categories().contains(category))
                    .map(ModelSpec::id)
                    .map(ModelId::value)
                    .toList();
            if (!models.contains(rung.model().value())) {
                throw Problem.of(ProblemCode.UNPROCESSABLE, "That is no model of the provider in this category.")
                        .with(new Problem.Field(
                                pointer + "/model", "not_allowed", "a model of the provider is wanted", models));
            }
            if (rungs.contains(rung)) {
                throw Problem.unprocessable(pointer, "duplicate", "Each rung stands in a chain once.");
            }
            rungs.add(rung);
        }
        return rungs;
    }

    private void simulate(Context ctx) {
        operators.require(Principal.of(ctx));
        ctx.json(simulation.of(RequestBody.read(ctx, ChainJson.Simulate.class), platform()));
    }

    private Chain chain(ModelCategory category) {
        return judge.chain(category, platform());
    }

    private KeyedProviders platform() {
        return registry.with(RunKeys.PLATFORM);
    }

    private static void answer(Context ctx, Chain chain) {
        Versions.send(ctx, chain.version());
        ctx.json(ChainJson.View.of(chain));
    }

    private static AuditDetails details(Chain chain) {
        return AuditDetails.NONE.with(
                "rungs",
                chain.rungs().stream()
                        .map(rung -> rung.provider() + " " + rung.model())
                        .toList());
    }

    private static ModelCategory category(Context ctx) {
        String word = ctx.pathParam("category").toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(ModelCategory.values())
                .filter(category -> category.name().equals(word))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("category"));
    }
}
