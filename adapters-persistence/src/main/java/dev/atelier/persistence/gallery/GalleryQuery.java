package dev.atelier.persistence.gallery;

import dev.atelier.core.gallery.GalleryFilter;
import org.jdbi.v3.core.statement.Query;

/** A filter as conditions: each begins with AND, and the trash is spelt as the partial indexes spell it. */
final class GalleryQuery {
    private static final String TEXT =
            "lower(concat_ws(' ', t.prompt, g.brief->>'prompt', t.alt, array_to_string(t.tags, ' ')))";

    private GalleryQuery() {}

    static String conditions(GalleryFilter filter) {
        StringBuilder sql = new StringBuilder();
        sql.append(
                filter.trash() ? " AND t.trashed_at IS NOT NULL AND t.purged_at IS NULL" : " AND t.trashed_at IS NULL");
        if (filter.starred()) {
            sql.append(" AND t.starred");
        }
        if (filter.model() != null) {
            sql.append(" AND g.model = :model");
        }
        if (filter.user() != null) {
            sql.append(" AND g.user_id = :user");
        }
        if (filter.tag() != null) {
            sql.append(" AND t.tags <> '{}' AND :tag = ANY(t.tags)");
        }
        if (filter.generation() != null) {
            sql.append(" AND t.generation_id = :generation");
        }
        if (filter.createdFrom() != null) {
            sql.append(" AND t.completed_at >= :createdFrom");
        }
        if (filter.createdBefore() != null) {
            sql.append(" AND t.completed_at < :createdBefore");
        }
        for (int i = 0; i < filter.words().size(); i++) {
            sql.append(" AND strpos(").append(TEXT).append(", :word").append(i).append(") > 0");
        }
        return sql.toString();
    }

    static void bind(GalleryFilter filter, Query query) {
        if (filter.model() != null) {
            query.bind("model", filter.model().value());
        }
        if (filter.user() != null) {
            query.bind("user", filter.user().value());
        }
        if (filter.tag() != null) {
            query.bind("tag", filter.tag());
        }
        if (filter.generation() != null) {
            query.bind("generation", filter.generation().value());
        }
        if (filter.createdFrom() != null) {
            query.bind("createdFrom", filter.createdFrom());
        }
        if (filter.createdBefore() != null) {
            query.bind("createdBefore", filter.createdBefore());
        }
        for (int i = 0; i < filter.words().size(); i++) {
            query.bind("word" + i, filter.words().get(i));
        }
    }
}
