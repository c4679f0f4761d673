package dev.atelier.app.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the dialect of an address. Immutable. */
final class Dialects {
    private static final String ATTRIBUTE = ErrorDialect.class.getName();

    private final List<ErrorDialect> dialects;

    Dialects(List<ErrorDialect> dialects) {
        this.dialects = List.copyOf(dialects);
    }

    Optional<ErrorDialect> of(@Nullable String path) {
        return dialects.stream()
                .filter(dialect -> path != null && path.startsWith(dialect.prefix()))
                .findFirst();
    }

    /** Lets all answers to this request be said in the dialect of its address. */
    void apply(Context ctx) {
        of(ctx.path()).ifPresent(dialect -> {
            ctx.attribute(ATTRIBUTE, dialect);
            ctx.header(dialect.requestIdHeader(), RequestId.of(ctx));
        });
    }

    static Optional<ErrorDialect> of(Context ctx) {
        return Optional.ofNullable(ctx.attribute(ATTRIBUTE));
    }
}
