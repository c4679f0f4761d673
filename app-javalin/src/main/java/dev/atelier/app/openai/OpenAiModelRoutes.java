package dev.atelier.app.openai;

import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.ErrorDialect;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Routes;
import dev.atelier.core.Store;
import dev.atelier.core.account.Caller;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.provider.ProviderRegistry;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The models as {@code models.list()} and {@code models.retrieve()} of OpenAI's SDKs see them. This group also brings the errors of all
 * {@code /v1} addresses.
 */
public final class OpenAiModelRoutes implements Routes {
    private static final String PATH = "/v1/models";

    private final Function<Caller, OpenAiModels> models;

    public OpenAiModelRoutes(Store store, ProviderRegistry registry, Clock clock) {
        this.models = OpenAiModels.forCallers(store, registry, clock);
    }

    @Override
    public Area area() {
        return Area.MODELS;
    }

    @Override
    public List<String> openApi() {
        return List.of("openai");
    }

    @Override
    public List<ErrorDialect> dialects() {
        return List.of(new OpenAiErrors());
    }

    @Override
    public List<String> idsWithSlashes() {
        return List.of(PATH + "/");
    }

    @Override
    public void addTo(Access access) {
        access.get(PATH, Gate.VIEWER, this::list);
        access.get(PATH + "/<id>", Gate.VIEWER, this::one);
    }

    private void list(Context ctx) {
        ctx.json(Map.of(
                "object",
                "list",
                "data",
                models.apply(Principal.of(ctx).caller()).all().stream()
                        .map(spec -> view(spec.id().value(), spec))
                        .toList()));
    }

    private void one(Context ctx) {
        String name = ctx.pathParam("id");
        ctx.json(view(
                name,
                models.apply(Principal.of(ctx).caller()).find(name).orElseThrow(() -> OpenAiModels.notFound(name))));
    }

    // Nobody tells us since when a model is there; the field is a number in every SDK, so it may not be left out.
    private static Map<String, Object> view(String name, ModelSpec spec) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", name);
        view.put("object", "model");
        view.put("created", 0);
        view.put("owned_by", spec.provider().slug());
        return view;
    }
}
