package dev.atelier.app.catalogue;

import dev.atelier.app.audit.AuditTrail;
import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.Idempotency;
import dev.atelier.app.http.Json;
import dev.atelier.app.http.Operators;
import dev.atelier.app.http.Paging;
import dev.atelier.app.http.Params;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.Reply;
import dev.atelier.app.http.RequestBody;
import dev.atelier.app.http.Routes;
import dev.atelier.core.Store;
import dev.atelier.core.account.OneTimeToken;
import dev.atelier.core.catalogue.Capabilities;
import dev.atelier.core.catalogue.Lifecycle;
import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.catalogue.PriceKey;
import dev.atelier.core.catalogue.PriceLine;
import dev.atelier.core.catalogue.PriceUnit;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.key.RunProviders;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.KeyedProviders;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderRegistry;
import dev.atelier.core.usage.ModelCost;
import dev.atelier.core.usage.UsageGroup;
import dev.atelier.core.usage.UsageQuery;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Models and prices. A model's id has slashes, which are written as they are: {@code /models/seedream/4.5-edit/capabilities}. Escaped
 * as {@code %2F} the server refuses them in any path.
 */
public final class ModelRoutes implements Routes {
    private static final Duration USUAL_COSTS = Duration.ofDays(30);

    private final Store store;
    private final RunProviders providers;
    private final Idempotency idempotency;
    private final Paging paging;
    private final Operators operators;
    private final AuditTrail trail;
    private final Clock clock;

    public ModelRoutes(
            Store store,
            ProviderRegistry registry,
            Idempotency idempotency,
            Paging paging,
            Operators operators,
            AuditTrail trail,
            Clock clock) {
        this.store = store;
        this.providers = new RunProviders(store, registry, clock);
        this.idempotency = idempotency;
        this.paging = paging;
        this.operators = operators;
        this.trail = trail;
        this.clock = clock;
    }

    @Override
    public List<String> openApi() {
        return List.of("models");
    }

    @Override
    public Area area() {
        return Area.MODELS;
    }

    @Override
    public void addTo(Access access) {
        access.get("/api/v1/models", Gate.VIEWER, this::list);
        access.get("/api/v1/models/<id>/capabilities", Gate.VIEWER, this::capabilities);
        access.get("/api/v1/models/<id>/costs", Gate.VIEWER, this::costs);
        access.get("/api/v1/models/<id>", Gate.VIEWER, ctx -> cached(ctx, view(ctx, model(ctx))));
        access.get("/api/v1/admin/models", Gate.ADMIN, this::adminList);
        access.put("/api/v1/admin/models", Gate.ADMIN, this::put);
        access.get("/api/v1/admin/prices", Gate.ADMIN, this::prices);
        access.post("/api/v1/admin/prices", Gate.ADMIN, idempotency.handler(this::addPrice));
    }

    private void list(Context ctx) {
        Predicate<ModelSpec> wanted = wanted(ctx.queryParam("category"));
        Map<ModelId, List<PriceLine>> prices = prices();
        KeyedProviders with = providers.with(Principal.of(ctx).caller());
        List<ModelJson.Model> models = store.catalogue().models().stream()
                .filter(wanted)
                .filter(spec ->
                        spec.lifecycleAt(clock) != Lifecycle.RETIRED || "true".equals(ctx.queryParam("retired")))
                .map(spec -> view(with, spec, prices.getOrDefault(spec.id(), List.of())))
                .toList();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("data", models);
        body.put("hasMore", false);
        cached(ctx, body);
    }

    /** A category of models by its word, or everything of one kind of provider. */
    private static Predicate<ModelSpec> wanted(@Nullable String word) {
        if (word == null) {
            return spec -> true;
        }
        String upper = word.toUpperCase(Locale.ROOT);
        Optional<ModelCategory> category = Arrays.stream(ModelCategory.values())
                .filter(one -> one.name().equals(upper))
                .findFirst();
        if (category.isPresent()) {
            return spec -> spec.categories().contains(category.get());
        }
        return Arrays.stream(Category.values())
                .filter(one -> one.name().equals(upper))
                .findFirst()
                .<Predicate<ModelSpec>>map(kind -> spec -> spec.category() == kind)
                .orElseThrow(() -> Problem.malformed(
                        "category",
                        "not_allowed",
                        "There is no such category; there are " + Arrays.toString(ModelCategory.values()) + "."));
    }

    private void capabilities(Context ctx) {
        cached(ctx, ModelJson.CapabilitiesView.of(model(ctx)));
    }

    /** Of my org, over the last month unless it says otherwise. */
    private void costs(Context ctx) {
        ModelSpec spec = model(ctx);
        Instant asked = Params.optional(ctx, "to", Params::instant);
        Instant to = asked == null ? clock.instant() : asked;
        Instant since = Params.optional(ctx, "from", Params::instant);
        Instant from = since == null ? to.minus(USUAL_COSTS) : since;
        UsageQuery span =
                Params.value("from", Principal.of(ctx).org(), org -> new UsageQuery(org, from, to, UsageGroup.MODEL));
        ModelCost cost = store.usage().modelCost(span.org(), spec.id(), span.from(), span.to());
        ctx.json(ModelJson.Costs.of(spec, span, cost));
    }

    private void adminList(Context ctx) {
        operators.require(Principal.of(ctx));
        Map<ModelId, List<PriceLine>> prices = prices();
        KeyedProviders with = providers.with(Principal.of(ctx).caller());
        paging.write(
                ctx,
                paging.slice(ctx, store.catalogue().models())
                        .map(spec -> view(with, spec, prices.getOrDefault(spec.id(), List.of()))));
    }

    private void put(Context ctx) {
        operators.require(Principal.of(ctx));
        ModelJson.Put put = RequestBody.read(ctx, ModelJson.Put.class);
        ModelSpec spec = new ModelSpec(
                Params.value("/id", put.id(), ModelId::new),
                Params.value("/provider", put.provider(), ProviderId::new),
                put.category(),
                put.displayName(),
                put.capabilities().toCapabilities(),
                put.lifecycle(),
                put.replacement() == null ? null : Params.value("/replacement", put.replacement(), ModelId::new),
                put.endsOn());
        store.transactions().run(() -> {
            if (store.providers().find(spec.provider()).isEmpty()) {
                throw Problem.unprocessable("/provider", "not_allowed", "There is no such provider.");
            }
            ModelId replacement = spec.replacement();
            if (replacement != null && store.catalogue().model(replacement).isEmpty()) {
                throw Problem.unprocessable("/replacement", "not_allowed", "There is no such model.");
            }
            Optional<ModelSpec> before = store.catalogue().model(spec.id());
            store.catalogue().putModel(spec);
            trail.record(ctx, CatalogueAudit.put(before, spec));
        });
        ctx.json(view(ctx, spec));
    }

    private void prices(Context ctx) {
        operators.require(Principal.of(ctx));
        paging.write(ctx, paging.slice(ctx, store.catalogue().prices()).map(ModelJson.Price::of));
    }

    private Reply addPrice(Context ctx) {
        Principal principal = Principal.of(ctx);
        operators.require(principal);
        ModelJson.NewPrice wanted = RequestBody.read(ctx, ModelJson.NewPrice.class);
        ModelId model = Params.value("/model", wanted.model(), ModelId::new);
        ModelSpec spec = store.catalogue()
                .model(model)
                .orElseThrow(() -> Problem.unprocessable("/model", "not_allowed", "There is no such model."));
        PriceKey key = key(spec, wanted);
        Optional<PriceLine> before = CatalogueAudit.lineOf(store.catalogue(), key);
        PriceLine line = store.catalogue()
                .putPrice(
                        key,
                        wanted.per() == null ? 1 : wanted.per(),
                        Credits.of(wanted.credits()),
                        wanted.costMicros(),
                        principal.user().toString());
        trail.record(ctx, CatalogueAudit.priced(before, line));
        return Reply.of(201, ModelJson.Price.of(line));
    }

    private static PriceKey key(ModelSpec spec, ModelJson.NewPrice wanted) {
        Capabilities can = spec.capabilities();
        if (wanted.quality() != null && !can.qualities().contains(wanted.quality())) {
            throw Problem.unprocessable("/quality", "not_allowed", "The model has no such quality.");
        }
        if (wanted.aspectRatio() != null && !can.aspectRatios().contains(wanted.aspectRatio())) {
            throw Problem.unprocessable("/aspectRatio", "not_allowed", "The model has no such aspect ratio.");
        }
        List<PriceUnit> units = PriceUnit.of(spec.category());
        PriceUnit unit = wanted.unit() == null ? units.get(0) : wanted.unit();
        if (!units.contains(unit)) {
            throw Problem.unprocessable("/unit", "not_allowed", "Such a model is priced by " + units + ".");
        }
        PriceKey key = new PriceKey(spec.id(), wanted.operation(), wanted.quality(), wanted.aspectRatio(), unit);
        // What is no price is said before the book is opened.
        Params.value(
                wanted.credits() < 1 ? "/credits" : "/per",
                wanted,
                line -> new PriceLine(
                        1, key, line.per() == null ? 1 : line.per(), Credits.of(line.credits()), line.costMicros()));
        return key;
    }

    private ModelSpec model(Context ctx) {
        Optional<ModelSpec> found;
        try {
            found = store.catalogue().model(new ModelId(ctx.pathParam("id")));
        } catch (IllegalArgumentException e) {
            found = Optional.empty();
        }
        return found.orElseThrow(() -> Problem.notFound("model"));
    }

    private ModelJson.Model view(Context ctx, ModelSpec spec) {
        return view(
                providers.with(Principal.of(ctx).caller()),
                spec,
                store.catalogue().priceList(spec.id()).lines());
    }

    private ModelJson.Model view(KeyedProviders with, ModelSpec spec, List<PriceLine> prices) {
        Lifecycle lifecycle = spec.lifecycleAt(clock);
        boolean available = lifecycle != Lifecycle.RETIRED && with.usable(spec.provider());
        return ModelJson.Model.of(spec, lifecycle, available, prices);
    }

    private Map<ModelId, List<PriceLine>> prices() {
        return store.catalogue().prices().stream().collect(Collectors.groupingBy(PriceLine::model));
    }

    /** A minute in the browser, then asked again by the hash of what it has. */
    private static void cached(Context ctx, Object body) {
        String json = Json.write(body);
        String tag = "\"" + OneTimeToken.hashOf(json).substring(0, 32) + "\"";
        ctx.header("ETag", tag);
        ctx.header("Cache-Control", "private, max-age=60");
        if (tag.equals(ctx.header("If-None-Match"))) {
            ctx.status(304);
            return;
        }
        ctx.contentType("application/json").result(json);
    }
}
