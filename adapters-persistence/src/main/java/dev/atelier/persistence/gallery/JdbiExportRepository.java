package dev.atelier.persistence.gallery;

import dev.atelier.core.account.Caller;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.gallery.ExportId;
import dev.atelier.core.gallery.ImageExport;
import dev.atelier.core.gallery.spi.ExportRepository;
import dev.atelier.core.generation.TaskId;
import dev.atelier.persistence.shared.Columns;
import dev.atelier.persistence.shared.JdbiTransactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/** Exports, one row each. */
public final class JdbiExportRepository implements ExportRepository {
    private final JdbiTransactions transactions;

    public JdbiExportRepository(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void insert(ImageExport export) {
        transactions.with(handle -> handle.createUpdate("""
                        INSERT INTO image_export (id, org_id, user_id, image_ids, created_at, expires_at)
                        VALUES (:id, :org, :user, :images, :createdAt, :expiresAt)""")
                .bind("id", export.id().value())
                .bind("org", export.caller().org().value())
                .bind("user", export.caller().user().value())
                .bindByType(
                        "images", export.images().stream().map(TaskId::value).toArray(UUID[]::new), UUID[].class)
                .bind("createdAt", export.createdAt())
                .bind("expiresAt", export.expiresAt())
                .execute());
    }

    @Override
    public Optional<ImageExport> find(OrgId org, ExportId export) {
        return transactions.with(
                handle -> handle.createQuery("SELECT * FROM image_export WHERE org_id = :org AND id = :id")
                        .bind("org", org.value())
                        .bind("id", export.value())
                        .map((row, context) -> read(row))
                        .findOne());
    }

    @Override
    public int forgetBefore(Instant time) {
        return transactions.with(handle -> handle.createUpdate("DELETE FROM image_export WHERE expires_at < :time")
                .bind("time", time)
                .execute());
    }

    private static ImageExport read(ResultSet row) throws SQLException {
        return new ImageExport(
                new ExportId(Columns.uuid(row, "id")),
                new Caller(new OrgId(Columns.uuid(row, "org_id")), new UserId(Columns.uuid(row, "user_id"))),
                Arrays.stream((UUID[]) row.getArray("image_ids").getArray())
                        .map(TaskId::new)
                        .toList(),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "expires_at"));
    }
}
