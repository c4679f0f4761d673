package dev.atelier.core.shared;

import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is wanted.
 *
 * @param limit 1 to 200 items
 * @param cursor the {@link Page#nextCursor()} of the page before; null for the first page. An adapter refuses a
 *     cursor it did not make with {@link IllegalArgumentException}
 */
public record PageRequest(int limit, @Nullable String cursor) {
    public static final int MAX_LIMIT = 200;

    public PageRequest {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit is " + limit + ", allowed are 1 to " + MAX_LIMIT);
        }
    }

    /** The first page with this many items. */
    public static PageRequest first(int limit) {
        return new PageRequest(limit, null);
    }
}
