package dev.atelier.persistence.gallery;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.gallery.GalleryImage;
import dev.atelier.core.gallery.Marks;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.ImageBrief;
import dev.atelier.core.generation.OutputFile;
import dev.atelier.core.generation.TaskId;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.persistence.shared.Columns;
import dev.atelier.persistence.shared.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Reads pictures. */
final class GalleryRows {
    static final String SELECT = """
            SELECT t.id, t.org_id, t.generation_id, t.idx, t.prompt, t.output, t.completed_at, t.alt, t.starred, t.tags,
                   t.trashed_at, t.purged_at, t.marks_version, g.brief, g.provider, g.user_id, u.display_name
              FROM image_task t JOIN generation g ON g.id = t.generation_id JOIN users u ON u.id = g.user_id
             WHERE t.org_id = :org AND t.output IS NOT NULL AND g.kind = 'IMAGE'
            """;

    private GalleryRows() {}

    static GalleryImage read(ResultSet row) throws SQLException {
        ImageBrief brief = Json.read(row.getString("brief"), ImageBrief.class);
        String prompt = row.getString("prompt");
        return new GalleryImage(
                new TaskId(Columns.uuid(row, "id")),
                new OrgId(Columns.uuid(row, "org_id")),
                new GenerationId(Columns.uuid(row, "generation_id")),
                row.getInt("idx"),
                prompt == null ? brief.prompt() : prompt,
                brief,
                new ProviderId(row.getString("provider")),
                new UserId(Columns.uuid(row, "user_id")),
                row.getString("display_name"),
                Json.read(row.getString("output"), OutputFile.class),
                Columns.instant(row, "completed_at"),
                marks(row));
    }

    private static Marks marks(ResultSet row) throws SQLException {
        return new Marks(
                row.getString("alt"),
                row.getBoolean("starred"),
                List.of((String[]) row.getArray("tags").getArray()),
                Columns.instantOrNull(row, "trashed_at"),
                Columns.instantOrNull(row, "purged_at"),
                row.getLong("marks_version"));
    }
}
