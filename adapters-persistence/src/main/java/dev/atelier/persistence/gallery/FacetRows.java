package dev.atelier.persistence.gallery;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.gallery.Facets;
import dev.atelier.core.provider.ModelId;
import dev.atelier.persistence.shared.Columns;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Asks for the distinct values of an org. */
final class FacetRows {
    // Hops from value to value along an index, so that the cost follows the number of values and not of generations.
    private static final String MODELS = """
            WITH RECURSIVE m AS (
              (SELECT model FROM generation WHERE org_id = :org ORDER BY model LIMIT 1)
              UNION ALL
              SELECT (SELECT model FROM generation WHERE org_id = :org AND model > m.model ORDER BY model LIMIT 1)
                FROM m WHERE m.model IS NOT NULL)
            SELECT model FROM m
             WHERE EXISTS (SELECT FROM generation g JOIN image_task t ON t.generation_id = g.id
                            WHERE g.org_id = :org AND g.model = m.model AND g.kind = 'IMAGE'
                              AND t.output IS NOT NULL AND t.trashed_at IS NULL)
             ORDER BY model COLLATE "C\"""";
    private static final String PEOPLE = """
            WITH RECURSIVE p AS (
              (SELECT user_id FROM generation WHERE org_id = :org ORDER BY user_id LIMIT 1)
              UNION ALL
              SELECT (SELECT user_id FROM generation WHERE org_id = :org AND user_id > p.user_id
                       ORDER BY user_id LIMIT 1)
                FROM p WHERE p.user_id IS NOT NULL)
            SELECT p.user_id, u.display_name FROM p JOIN users u ON u.id = p.user_id
             WHERE EXISTS (SELECT FROM generation g JOIN image_task t ON t.generation_id = g.id
                            WHERE g.org_id = :org AND g.user_id = p.user_id AND g.kind = 'IMAGE'
                              AND t.output IS NOT NULL AND t.trashed_at IS NULL)
             ORDER BY u.display_name COLLATE "C", p.user_id""";
    private static final String TAGS = """
            SELECT DISTINCT unnest(tags) COLLATE "C" AS tag FROM image_task
             WHERE org_id = :org AND output IS NOT NULL AND trashed_at IS NULL AND tags <> '{}'
             ORDER BY tag LIMIT :limit""";

    private FacetRows() {}

    static Facets read(Handle handle, OrgId org) {
        List<ModelId> models = handle.createQuery(MODELS)
                .bind("org", org.value())
                .map((row, context) -> new ModelId(row.getString("model")))
                .list();
        List<Facets.Person> people = handle.createQuery(PEOPLE)
                .bind("org", org.value())
                .map((row, context) ->
                        new Facets.Person(new UserId(Columns.uuid(row, "user_id")), row.getString("display_name")))
                .list();
        List<String> tags = handle.createQuery(TAGS)
                .bind("org", org.value())
                .bind("limit", Facets.MAX_TAGS)
                .mapTo(String.class)
                .list();
        return new Facets(models, people, tags);
    }
}
