package dev.atelier.app.catalogue;

import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.Operators;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.app.http.Routes;
import dev.atelier.core.account.Role;
import dev.atelier.core.catalogue.DiscoverModels;
import dev.atelier.core.catalogue.DiscoverModels.Discovery;
import dev.atelier.core.catalogue.Lifecycle;
import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.catalogue.ModelListing;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.catalogue.spi.ModelCatalogue;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderRegistry;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which vendors there are, and which models they offer: those of the catalogue, and those that only the vendor lists. */
public final class ProviderModelRoutes implements Routes {
    private final ModelCatalogue catalogue;
    private final ProviderRegistry registry;
    private final DiscoverModels discovery;
    private final Operators operators;
    private final Clock clock;

    public ProviderModelRoutes(
            ModelCatalogue catalogue,
            ProviderRegistry registry,
            DiscoverModels discovery,
            Operators operators,
            Clock clock) {
        this.catalogue = catalogue;
        this.registry = registry;
        this.discovery = discovery;
        this.operators = operators;
        this.clock = clock;
    }

    @Override
    public List<String> openApi() {
        return List.of("provider-models");
    }

    @Override
    public Area area() {
        return Area.MODELS;
    }

    @Override
    public void addTo(Access access) {
        access.get("/api/v1/providers", Gate.VIEWER, this::providers);
        access.get("/api/v1/providers/{provider}/models", Gate.VIEWER, this::models);
    }

    private void providers(Context ctx) {
        ctx.json(new ProviderModelJson.ProviderList(
                registry.adapters().stream()
                        .map(adapter -> ProviderModelJson.Provider.of(adapter, registry))
                        .toList(),
                false));
    }

    private void models(Context ctx) {
        boolean anew = "true".equals(ctx.queryParam("refresh"));
        if (anew) {
            // Such a call is free but counted by the vendor, so that not everybody may make any number of them.
            if (!Principal.of(ctx).role().covers(Role.ADMIN)) {
                throw Problem.of(ProblemCode.FORBIDDEN, "Only admins may have the vendor asked anew.");
            }
            operators.require(Principal.of(ctx));
        }
        Discovery found = discovery.of(ctx.pathParam("provider"), anew).orElseThrow(() -> Problem.notFound("provider"));
        ctx.header("Cache-Control", "no-store");
        ctx.json(ProviderModelJson.FoundList.of(found, merged(found)));
    }

    /** The catalogue's models of the provider by id, then those that only the vendor knows in its own order. */
    private List<ProviderModelJson.Found> merged(Discovery found) {
        ModelListing listing = found.listing();
        Map<ModelId, ListedModel> listed = new LinkedHashMap<>();
        if (listing != null) {
            listing.models().forEach(model -> listed.putIfAbsent(model.id(), model));
        }
        List<ProviderModelJson.Found> models = new ArrayList<>();
        Set<ModelId> known = new HashSet<>();
        for (ModelSpec spec : catalogue.models()) {
            if (ProviderModelJson.of(found.rows(), spec)) {
                known.add(spec.id());
                models.add(view(spec, listed.get(spec.id()), listing != null));
            }
        }
        listed.values().stream()
                .filter(model -> !known.contains(model.id()))
                .map(ProviderModelJson.Found::onlyListed)
                .forEach(models::add);
        return models;
    }

    private ProviderModelJson.Found view(
            ModelSpec spec, @org.jspecify.annotations.Nullable ListedModel listed, boolean anyListed) {
        Lifecycle lifecycle = spec.lifecycleAt(clock);
        boolean available = lifecycle != Lifecycle.RETIRED
                && registry.usable(spec.provider())
                && !catalogue.priceList(spec.id()).lines().isEmpty();
        return ProviderModelJson.Found.known(spec, listed, anyListed, lifecycle, available);
    }
}
