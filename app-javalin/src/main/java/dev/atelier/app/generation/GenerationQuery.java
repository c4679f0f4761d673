package dev.atelier.app.generation;

import dev.atelier.app.http.Params;
import dev.atelier.core.account.UserId;
import dev.atelier.core.generation.GenerationFilter;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.provider.ModelId;
import io.javalin.http.Context;
import java.util.UUID;

/** The filters of the list, read strictly. */
final class GenerationQuery {
    private GenerationQuery() {}

    static GenerationFilter filter(Context ctx) {
        return new GenerationFilter(
                Params.word(ctx, "state", GenerationState.class),
                Params.optional(ctx, "model", ModelId::new),
                Params.optional(ctx, "user", text -> new UserId(UUID.fromString(text))),
                Params.optional(ctx, "createdFrom", Params::instant),
                Params.optional(ctx, "createdBefore", Params::instant));
    }
}
