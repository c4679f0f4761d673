package dev.atelier.persistence.gallery;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.gallery.Facets;
import dev.atelier.core.gallery.GalleryFilter;
import dev.atelier.core.gallery.GalleryImage;
import dev.atelier.core.gallery.ImageRef;
import dev.atelier.core.gallery.Marks;
import dev.atelier.core.gallery.spi.GalleryRepository;
import dev.atelier.core.generation.TaskId;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import dev.atelier.persistence.shared.Columns;
import dev.atelier.persistence.shared.Cursor;
import dev.atelier.persistence.shared.JdbiTransactions;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/** Pictures as rows of their tasks. */
public final class JdbiGalleryRepository implements GalleryRepository {
    private static final String UPDATE = """
            UPDATE image_task SET alt = :alt, starred = :starred, tags = :tags, trashed_at = :trashedAt,
                   purged_at = :purgedAt, marks_version = :version
             WHERE org_id = :org AND id = :id AND output IS NOT NULL AND marks_version = :version - 1""";

    private final JdbiTransactions transactions;

    public JdbiGalleryRepository(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Page<GalleryImage> list(OrgId org, GalleryFilter filter, PageRequest page) {
        Cursor from = Cursor.newestFirst(page);
        String sql = GalleryRows.SELECT + GalleryQuery.conditions(filter)
                + " AND (t.completed_at, t.id) < (:at, CAST(:after AS uuid))"
                + " ORDER BY t.completed_at DESC, t.id DESC LIMIT :limit";
        List<GalleryImage> rows = transactions.with(handle -> {
            Query query = handle.createQuery(sql)
                    .bind("org", org.value())
                    .bind("at", from.at())
                    .bind("after", from.id())
                    .bind("limit", page.limit() + 1);
            GalleryQuery.bind(filter, query);
            return query.map((row, context) -> GalleryRows.read(row)).list();
        });
        return Cursor.page(
                rows, page, row -> new Cursor(row.createdAt(), row.id().toString()));
    }

    @Override
    public Optional<GalleryImage> find(OrgId org, TaskId image) {
        return findAll(org, List.of(image)).stream().findFirst();
    }

    @Override
    public List<GalleryImage> findAll(OrgId org, Collection<TaskId> images) {
        return byId(org, images, "");
    }

    @Override
    public List<GalleryImage> lock(OrgId org, Collection<TaskId> images) {
        // In one order, so that two batches cannot lock each other out. A child's foreign key still gets through.
        return byId(org, images, " ORDER BY t.id FOR NO KEY UPDATE OF t");
    }

    private List<GalleryImage> byId(OrgId org, Collection<TaskId> images, String tail) {
        return transactions.with(handle -> handle.createQuery(GalleryRows.SELECT + "AND t.id = ANY(:ids)" + tail)
                .bind("org", org.value())
                .bindByType("ids", images.stream().map(TaskId::value).toArray(UUID[]::new), UUID[].class)
                .map((row, context) -> GalleryRows.read(row))
                .list());
    }

    @Override
    public void update(Collection<GalleryImage> images) {
        if (images.isEmpty()) {
            return;
        }
        transactions.together(handle -> {
            PreparedBatch batch = handle.prepareBatch(UPDATE);
            for (GalleryImage image : images) {
                Marks marks = image.marks();
                batch.bind("org", image.org().value())
                        .bind("id", image.id().value())
                        .bind("alt", marks.alt())
                        .bind("starred", marks.starred())
                        .bindByType("tags", marks.tags().toArray(String[]::new), String[].class)
                        .bind("trashedAt", marks.trashedAt())
                        .bind("purgedAt", marks.purgedAt())
                        .bind("version", marks.version())
                        .add();
            }
            int[] counts = batch.execute();
            for (int count : counts) {
                if (count != 1) {
                    throw new IllegalStateException("a picture's marks are of another version");
                }
            }
            return true;
        });
    }

    @Override
    public List<GalleryImage> children(OrgId org, TaskId parent, int limit) {
        return transactions.with(handle -> handle.createQuery(GalleryRows.SELECT
                        + "AND g.org_id = :org AND g.parent_image_id = :parent AND t.trashed_at IS NULL"
                        + " ORDER BY t.completed_at, t.id LIMIT :limit")
                .bind("org", org.value())
                .bind("parent", parent.value())
                .bind("limit", limit)
                .map((row, context) -> GalleryRows.read(row))
                .list());
    }

    @Override
    public Facets facets(OrgId org) {
        return transactions.together(handle -> FacetRows.read(handle, org));
    }

    @Override
    public List<ImageRef> trashedBefore(Instant time, int limit) {
        return transactions.with(handle -> handle.createQuery("""
                        SELECT org_id, id FROM image_task
                         WHERE trashed_at IS NOT NULL AND NOT files_gone AND trashed_at < :time
                         ORDER BY trashed_at LIMIT :limit""")
                .bind("time", time)
                .bind("limit", limit)
                .map((row, context) ->
                        new ImageRef(new OrgId(Columns.uuid(row, "org_id")), new TaskId(Columns.uuid(row, "id"))))
                .list());
    }

    @Override
    public void filesGone(ImageRef image) {
        transactions.with(handle -> handle.createUpdate("""
                        UPDATE image_task SET files_gone = true
                         WHERE org_id = :org AND id = :id AND purged_at IS NOT NULL""")
                .bind("org", image.org().value())
                .bind("id", image.image().value())
                .execute());
    }
}
