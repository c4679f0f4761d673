package dev.atelier.app.http;

import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Path and query parameters, read strictly. */
public final class Params {
    private Params() {}

    /** An id in the path; what is no id is not found. */
    public static <T> T id(Context ctx, String name, String what, Function<UUID, T> make) {
        String text = ctx.pathParam(name);
        try {
            if (text.length() == 36) {
                return make.apply(UUID.fromString(text));
            }
        } catch (IllegalArgumentException e) {
            // Answered below.
        }
        throw Problem.notFound(what);
    }

    /** A query parameter that is true or false; false if it is not sent. */
    public static boolean flag(Context ctx, String name) {
        Boolean sent = optional(ctx, name, text -> switch (text) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> throw new IllegalArgumentException(name + " takes true or false");
        });
        return Boolean.TRUE.equals(sent);
    }

    /**
     * Turns text from the client into a value whose constructor checks it; its message is shown.
     *
     * @param pointer JSON pointer of the field or name of the parameter
     */
    public static <A, T> T value(String pointer, A text, Function<A, T> make) {
        try {
            return make.apply(text);
        } catch (IllegalArgumentException e) {
            throw Problem.malformed(pointer, "invalid", String.valueOf(e.getMessage()));
        }
    }

    /** A query parameter; null if it is not sent or empty. What {@code make} refuses is 400. */
    public static <T> @Nullable T optional(Context ctx, String name, Function<String, T> make) {
        String text = ctx.queryParam(name);
        return text == null || text.isEmpty() ? null : value(name, text, make);
    }

    /** A query parameter that takes the words of an enum, in any case; null if it is not sent or empty. */
    public static <E extends Enum<E>> @Nullable E word(Context ctx, String name, Class<E> words) {
        return optional(
                ctx,
                name,
                text -> Arrays.stream(words.getEnumConstants())
                        .filter(word -> word.name().equalsIgnoreCase(text))
                        .findFirst()
                        .orElseThrow(() -> Problem.of(ProblemCode.MALFORMED_REQUEST, "There is no such " + name + ".")
                                .with(new Problem.Field(
                                        name,
                                        "not_allowed",
                                        "this word is not known here",
                                        Arrays.stream(words.getEnumConstants())
                                                .map(word -> word.name().toLowerCase(Locale.ROOT))
                                                .toList()))));
    }

    /** @throws IllegalArgumentException in words for the client */
    public static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a time such as 2026-11-20T10:15:30Z is wanted", e);
        }
    }
}
