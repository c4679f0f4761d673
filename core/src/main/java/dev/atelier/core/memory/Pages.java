package dev.atelier.core.memory;

import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Cuts pages out of rows that are ordered by a time and a name. */
final class Pages {
    static final Comparator<Place> OLDEST_FIRST =
            Comparator.comparing(Place::at).thenComparing(Place::id);
    static final Comparator<Place> NEWEST_FIRST = OLDEST_FIRST.reversed();

    private Pages() {}

    /** Where a row stands in its list; the id parts rows of one moment. */
    record Place(Instant at, String id) {
        String cursor() {
            String text = at + "|" + id;
            return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }

        static Place parse(String cursor) {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int bar = text.indexOf('|');
            if (bar < 0) {
                throw new IllegalArgumentException("not a cursor of this list");
            }
            try {
                return new Place(Instant.parse(text.substring(0, bar)), text.substring(bar + 1));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("not a cursor of this list", e);
            }
        }
    }

    static <T> Page<T> of(
            Collection<T> rows,
            Predicate<? super T> wanted,
            Function<? super T, Place> placeOf,
            Comparator<Place> order,
            PageRequest request) {
        String cursor = request.cursor();
        Predicate<T> behind = row -> true;
        if (cursor != null) {
            Place last = Place.parse(cursor);
            behind = row -> order.compare(placeOf.apply(row), last) > 0;
        }
        List<T> found = rows.stream()
                .filter(wanted)
                .filter(behind)
                .sorted(Comparator.comparing(placeOf, order))
                .limit(request.limit() + 1L)
                .toList();
        if (found.size() <= request.limit()) {
            return new Page<>(found, null);
        }
        List<T> items = found.subList(0, request.limit());
        return new Page<>(items, placeOf.apply(items.get(items.size() - 1)).cursor());
    }
}
