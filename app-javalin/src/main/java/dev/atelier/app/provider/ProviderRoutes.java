package dev.atelier.app.provider;

import dev.atelier.app.audit.AuditTrail;
import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.Operators;
import dev.atelier.app.http.Paging;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.app.http.RequestBody;
import dev.atelier.app.http.Routes;
import dev.atelier.app.http.Versions;
import dev.atelier.core.Store;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderRegistry;
import dev.atelier.core.secret.Secret;
import dev.atelier.core.secret.SecretBox;
import dev.atelier.core.usage.ProviderHealth;
import dev.atelier.providers.guard.VendorGuards;
import dev.atelier.providers.outside.AdapterJars;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Which vendors are asked, in which order, with which keys. A change is in force for the next request. */
public final class ProviderRoutes implements Routes {
    private static final String PROVIDERS = "/api/v1/admin/providers";
    private static final String CHAIN = "/api/v1/admin/provider-chains/{category}";
    private static final String BUILT_IN = "built-in";
    private static final int STEP = 10;
    private static final Duration HEALTH_PERIOD = Duration.ofDays(1);

    private final Store store;
    private final ProviderRegistry registry;
    private final AdapterJars jars;
    private final VendorGuards guards;
    private final ProviderRows rows;
    private final Paging paging;
    private final Operators operators;
    private final Clock clock;
    private final ProviderAudit audit;

    public ProviderRoutes(
            Store store,
            ProviderRegistry registry,
            AdapterJars jars,
            VendorGuards guards,
            SecretBox secrets,
            Paging paging,
            Operators operators,
            AuditTrail trail,
            Clock clock) {
        this.store = store;
        this.registry = registry;
        this.jars = jars;
        this.guards = guards;
        this.rows = new ProviderRows(registry, secrets);
        this.paging = paging;
        this.operators = operators;
        this.clock = clock;
        this.audit = new ProviderAudit(trail);
    }

    @Override
    public List<String> openApi() {
        return List.of("providers");
    }

    @Override
    public Area area() {
        return Area.PROVIDERS;
    }

    @Override
    public void addTo(Access access) {
        access.get("/api/v1/admin/provider-adapters", Gate.ADMIN, this::adapters);
        access.get(PROVIDERS, Gate.ADMIN, this::list);
        access.post(PROVIDERS, Gate.ADMIN, this::create);
        access.post(PROVIDERS + "/test", Gate.ADMIN, this::testTyped);
        // Before the route of one provider, which would take the word for an id.
        access.get(PROVIDERS + "/health", Gate.ADMIN, this::health);
        access.get(PROVIDERS + "/{id}", Gate.ADMIN, this::one);
        access.put(PROVIDERS + "/{id}", Gate.ADMIN, this::replace);
        access.delete(PROVIDERS + "/{id}", Gate.ADMIN, this::delete);
        access.post(PROVIDERS + "/{id}/test", Gate.ADMIN, this::test);
        access.post(PROVIDERS + "/{id}/enable", Gate.ADMIN, ctx -> enable(ctx, true));
        access.post(PROVIDERS + "/{id}/disable", Gate.ADMIN, ctx -> enable(ctx, false));
        access.post(PROVIDERS + "/{id}/close-breakers", Gate.ADMIN, this::closeBreakers);
        access.get(CHAIN, Gate.ADMIN, this::chain);
        access.put(CHAIN, Gate.ADMIN, this::reorder);
    }

    private void adapters(Context ctx) {
        operators.require(Principal.of(ctx));
        Map<String, String> files = new HashMap<>();
        jars.loaded().forEach(one -> files.put(one.factory().adapter(), one.file()));
        paging.write(
                ctx,
                paging.slice(ctx, registry.adapters())
                        .map(factory ->
                                ProviderJson.Adapter.of(factory, files.getOrDefault(factory.adapter(), BUILT_IN))),
                Map.of(
                        "skipped",
                        jars.skipped().stream().map(ProviderJson.SkippedJar::of).toList()));
    }

    private void list(Context ctx) {
        operators.require(Principal.of(ctx));
        paging.write(ctx, paging.slice(ctx, store.providers().all()).map(this::view));
    }

    private void one(Context ctx) {
        operators.require(Principal.of(ctx));
        answer(ctx, 200, stored(ctx));
    }

    private void create(Context ctx) {
        operators.require(Principal.of(ctx));
        ProviderConfig created = rows.created(RequestBody.read(ctx, ProviderJson.Create.class));
        store.transactions().run(() -> {
            if (store.providers().find(created.id()).isPresent()) {
                throw Problem.of(ProblemCode.CONFLICT, "There is a provider of this id already.");
            }
            store.providers().insert(created);
            audit.created(ctx, created);
        });
        ctx.header("Location", PROVIDERS + "/" + created.id());
        answer(ctx, 201, created);
    }

    private void replace(Context ctx) {
        ProviderJson.Replace wanted = RequestBody.read(ctx, ProviderJson.Replace.class);
        answer(ctx, 200, change(ctx, true, before -> rows.replaced(before, wanted)));
    }

    private void enable(Context ctx, boolean enabled) {
        answer(ctx, 200, change(ctx, false, before -> rows.enabled(before, enabled)));
    }

    private ProviderConfig change(Context ctx, boolean ifMatch, UnaryOperator<ProviderConfig> edit) {
        operators.require(Principal.of(ctx));
        return store.transactions().inTransaction(() -> {
            ProviderConfig before = stored(ctx);
            if (ifMatch) {
                Versions.require(ctx, before.version());
            }
            ProviderConfig after = edit.apply(before);
            if (!store.providers().update(after, before.version())) {
                throw Versions.changed();
            }
            ProviderConfig now = stored(ctx);
            audit.changed(ctx, before, now);
            return now;
        });
    }

    private void delete(Context ctx) {
        operators.require(Principal.of(ctx));
        store.transactions().run(() -> {
            ProviderConfig gone = stored(ctx);
            store.providers().delete(gone.id());
            audit.deleted(ctx, gone);
        });
        ctx.status(204);
    }

    private void test(Context ctx) {
        operators.require(Principal.of(ctx));
        ProviderJson.Trial trial = RequestBody.readOrEmpty(ctx, ProviderJson.Trial.class);
        ProviderConfig stored = stored(ctx);
        ProviderConfig row = rows.tried(stored, trial);
        boolean sameHost = row.secretContext("").equals(stored.secretContext(""));
        ctx.json(ProviderJson.Check.of(check(row, trial.apiKey(), sameHost)));
    }

    private void testTyped(Context ctx) {
        operators.require(Principal.of(ctx));
        ProviderJson.Typed typed = RequestBody.read(ctx, ProviderJson.Typed.class);
        ProviderConfig row = rows.created(typed.row());
        ctx.json(ProviderJson.Check.of(check(row, typed.apiKey(), row.baseUrl() == null)));
    }

    /** @param known false if the address was only typed: then no key that was not typed with it goes there */
    private ConnectionCheck check(ProviderConfig row, @Nullable String typedKey, boolean known) {
        Secret key = typedKey == null || typedKey.isBlank() ? null : Secret.of(typedKey);
        boolean needsKey = registry.adapters().stream()
                .anyMatch(adapter -> adapter.adapter().equals(row.adapter()) && adapter.needsApiKey());
        if (key == null && needsKey && !known) {
            return new ConnectionCheck(false, "A key goes to no address it was not given for; type it again.");
        }
        return registry.check(row, key);
    }

    private void closeBreakers(Context ctx) {
        operators.require(Principal.of(ctx));
        ProviderConfig row = stored(ctx);
        store.transactions().run(() -> audit.breakersClosed(ctx, row));
        guards.close(row.id());
        answer(ctx, 200, row);
    }

    private void health(Context ctx) {
        operators.require(Principal.of(ctx));
        Map<ProviderId, ProviderHealth> known = new LinkedHashMap<>();
        store.providers().all().forEach(config -> known.put(config.id(), ProviderHealth.unused(config.id())));
        store.usage().health(clock.instant().minus(HEALTH_PERIOD)).forEach(health -> known.put(health.id(), health));
        ctx.header("Cache-Control", "no-store");
        ctx.json(new ProviderJson.HealthList(
                known.values().stream().map(ProviderJson.Health::of).toList()));
    }

    private void chain(Context ctx) {
        operators.require(Principal.of(ctx));
        answerChain(ctx, category(ctx));
    }

    private void reorder(Context ctx) {
        operators.require(Principal.of(ctx));
        Category category = category(ctx);
        List<String> order = RequestBody.read(ctx, ProviderJson.Order.class).order();
        store.transactions().run(() -> {
            Versions.require(ctx, store.providers().revision());
            List<ProviderConfig> current = ofCategory(category);
            List<String> known =
                    current.stream().map(config -> config.id().slug()).toList();
            if (order.size() != known.size() || !new HashSet<>(order).equals(new HashSet<>(known))) {
                throw Problem.of(ProblemCode.UNPROCESSABLE, "Name each provider of the category once.")
                        .with(new Problem.Field("/order", "not_allowed", "each provider once is wanted", known));
            }
            for (ProviderConfig config : current) {
                int priority = (order.indexOf(config.id().slug()) + 1) * STEP;
                if (!store.providers().update(rows.atPriority(config, priority), config.version())) {
                    throw Versions.changed();
                }
            }
            audit.reordered(ctx, category, known, order);
        });
        answerChain(ctx, category);
    }

    private void answerChain(Context ctx, Category category) {
        long version = store.providers().revision();
        List<String> order =
                ofCategory(category).stream().map(config -> config.id().slug()).toList();
        Versions.send(ctx, version);
        ctx.json(new ProviderJson.Chain(ProviderJson.word(category), order, version));
    }

    private List<ProviderConfig> ofCategory(Category category) {
        return new ArrayList<>(store.providers().all())
                .stream().filter(config -> config.category() == category).toList();
    }

    private static Category category(Context ctx) {
        String word = ctx.pathParam("category").toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(Category.values())
                .filter(category -> category.name().equals(word))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("category"));
    }

    private ProviderConfig stored(Context ctx) {
        Optional<ProviderConfig> found;
        try {
            found = store.providers().find(new ProviderId(ctx.pathParam("id")));
        } catch (IllegalArgumentException e) {
            found = Optional.empty();
        }
        return found.orElseThrow(() -> Problem.notFound("provider"));
    }

    private void answer(Context ctx, int status, ProviderConfig config) {
        Versions.send(ctx, config.version());
        ctx.status(status).json(view(config));
    }

    private ProviderJson.View view(ProviderConfig config) {
        boolean simulated = registry.simulated(config);
        List<ProviderJson.Operation> health = guards.health(config, simulated).stream()
                .map(ProviderJson.Operation::of)
                .toList();
        return ProviderJson.View.of(config, registry.usable(config.id()), simulated, health);
    }
}
