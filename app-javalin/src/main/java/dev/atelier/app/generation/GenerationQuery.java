package dev.atelier.app.generation;

import dev.atelier.app.http.Params;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.core.account.UserId;
import dev.atelier.core.generation.GenerationFilter;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.provider.ModelId;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The filters of the list, read strictly. */
final class GenerationQuery {
    private GenerationQuery() {}

    static GenerationFilter filter(Context ctx) {
        return new GenerationFilter(
                read(ctx, "state", GenerationQuery::state),
                read(ctx, "model", ModelId::new),
                read(ctx, "user", text -> new UserId(UUID.fromString(text))),
                read(ctx, "createdFrom", GenerationQuery::instant),
                read(ctx, "createdBefore", GenerationQuery::instant));
    }

    private static <T> @Nullable T read(Context ctx, String name, Function<String, T> make) {
        String text = ctx.queryParam(name);
        return text == null || text.isEmpty() ? null : Params.value(name, text, make);
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

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a time such as 2026-11-20T10:15:30Z is wanted", e);
        }
    }
}
