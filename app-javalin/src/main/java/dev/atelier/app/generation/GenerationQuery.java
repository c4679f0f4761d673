package dev.atelier.app.generation;

import dev.atelier.app.http.Params;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.core.account.UserId;
import dev.atelier.core.generation.GenerationFilter;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.provider.ModelId;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;

/** The filters of the list, read strictly. */
final class GenerationQuery {
    private GenerationQuery() {}

    static GenerationFilter filter(Context ctx) {
        return new GenerationFilter(
                Params.query(ctx, "state", GenerationQuery::state),
                Params.query(ctx, "model", ModelId::new),
                Params.query(ctx, "user", text -> new UserId(UUID.fromString(text))),
                Params.query(ctx, "createdFrom", Params::instant),
                Params.query(ctx, "createdBefore", Params::instant));
    }

    private static GenerationState state(String text) {
        return Arrays.stream(GenerationState.values())
                .filter(state -> state.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> Problem.of(ProblemCode.MALFORMED_REQUEST, "There is no such state.")
                        .with(new Problem.Field(
                                "state",
                                "not_allowed",
                                "this word is not known here",
                                Arrays.stream(GenerationState.values())
                                        .map(state -> state.name().toLowerCase(Locale.ROOT))
                                        .toList())));
    }
}
