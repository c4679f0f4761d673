package dev.atelier.persistence.shared;

import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A place in a list that is sorted by time and then id, as opaque text.
 *
 * @param at to the microsecond, as the database keeps it
 * @param id breaks ties
 */
public record Cursor(Instant at, String id) {
    /** Before every row of a list with the newest first. */
    private static final Instant FAR = Instant.parse("9999-12-31T23:59:59Z");

    /** Where the page starts in a list with the newest first. */
    public static Cursor newestFirst(PageRequest page) {
        String cursor = page.cursor();
        return cursor == null ? new Cursor(FAR, "ffffffff-ffff-ffff-ffff-ffffffffffff") : parse(cursor);
    }

    /** Where the page starts in a list with the oldest first; null at its beginning. */
    public static @Nullable Cursor oldestFirst(PageRequest page) {
        String cursor = page.cursor();
        return cursor == null ? null : parse(cursor);
    }

    /** @throws IllegalArgumentException if the text was not made by {@link #toString} */
    public static Cursor parse(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int space = plain.indexOf(' ');
            if (space < 1 || !plain.substring(space + 1).matches("[0-9a-f-]{36}")) {
                throw new IllegalArgumentException("not a cursor of this list");
            }
            long micros = Long.parseLong(plain.substring(0, space));
            return new Cursor(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), plain.substring(space + 1));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("not a cursor of this list", e);
        }
    }

    /**
     * The page out of rows that were read with a limit one higher than the page's.
     *
     * @param place where a row stands in the list
     */
    public static <T> Page<T> page(List<T> rows, PageRequest request, Function<T, Cursor> place) {
        if (rows.size() <= request.limit()) {
            return new Page<>(rows, null);
        }
        List<T> items = rows.subList(0, request.limit());
        return new Page<>(items, place.apply(items.get(items.size() - 1)).toString());
    }

    @Override
    public String toString() {
        String plain = ChronoUnit.MICROS.between(Instant.EPOCH, at) + " " + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }
}
