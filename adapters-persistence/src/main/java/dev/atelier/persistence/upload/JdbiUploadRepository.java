package dev.atelier.persistence.upload;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.picture.PictureInfo;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import dev.atelier.core.upload.Upload;
import dev.atelier.core.upload.UploadId;
import dev.atelier.core.upload.spi.UploadRepository;
import dev.atelier.persistence.shared.Columns;
import dev.atelier.persistence.shared.Cursor;
import dev.atelier.persistence.shared.JdbiTransactions;
import dev.atelier.persistence.shared.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Uploads, one row each. */
public final class JdbiUploadRepository implements UploadRepository {
    private final JdbiTransactions transactions;

    public JdbiUploadRepository(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void insert(Upload upload) {
        transactions.with(handle -> handle.createUpdate("""
                        INSERT INTO upload (id, org_id, user_id, key, filename, content_type, expected_bytes, info,
                               created_at)
                        VALUES (:id, :org, :user, :key, :filename, :contentType, :expected, CAST(:info AS jsonb),
                               :createdAt)""")
                .bind("id", upload.id().value())
                .bind("org", upload.org().value())
                .bind("user", upload.user().value())
                .bind("key", upload.key().value())
                .bind("filename", upload.filename())
                .bind("contentType", upload.contentType())
                .bind("expected", upload.expectedBytes())
                .bind("info", Json.writeNullable(upload.info()))
                .bind("createdAt", upload.createdAt())
                .execute());
    }

    @Override
    public void update(Upload upload) {
        transactions.with(handle -> handle.createUpdate("""
                        UPDATE upload SET filename = :filename, content_type = :contentType,
                               expected_bytes = :expected, info = CAST(:info AS jsonb)
                         WHERE org_id = :org AND id = :id""")
                .bind("id", upload.id().value())
                .bind("org", upload.org().value())
                .bind("filename", upload.filename())
                .bind("contentType", upload.contentType())
                .bind("expected", upload.expectedBytes())
                .bind("info", Json.writeNullable(upload.info()))
                .execute());
    }

    @Override
    public Optional<Upload> find(OrgId org, UploadId upload) {
        return transactions.with(handle -> handle.createQuery("SELECT * FROM upload WHERE org_id = :org AND id = :id")
                .bind("org", org.value())
                .bind("id", upload.value())
                .map((row, context) -> read(row))
                .findOne());
    }

    @Override
    public Page<Upload> list(OrgId org, PageRequest page) {
        Cursor from = Cursor.newestFirst(page);
        List<Upload> rows = transactions.with(handle -> handle.createQuery("""
                        SELECT * FROM upload
                         WHERE org_id = :org AND info IS NOT NULL AND (created_at, id) < (:at, CAST(:after AS uuid))
                         ORDER BY created_at DESC, id DESC LIMIT :limit""")
                .bind("org", org.value())
                .bind("at", from.at())
                .bind("after", from.id())
                .bind("limit", page.limit() + 1)
                .map((row, context) -> read(row))
                .list());
        return Cursor.page(
                rows, page, row -> new Cursor(row.createdAt(), row.id().toString()));
    }

    @Override
    public void delete(OrgId org, UploadId upload) {
        transactions.with(handle -> handle.createUpdate("DELETE FROM upload WHERE org_id = :org AND id = :id")
                .bind("org", org.value())
                .bind("id", upload.value())
                .execute());
    }

    private static Upload read(ResultSet row) throws SQLException {
        return new Upload(
                new UploadId(Columns.uuid(row, "id")),
                new OrgId(Columns.uuid(row, "org_id")),
                new UserId(Columns.uuid(row, "user_id")),
                new BlobKey(row.getString("key")),
                row.getString("filename"),
                row.getString("content_type"),
                row.getLong("expected_bytes"),
                Json.readNullable(row.getString("info"), PictureInfo.class),
                Columns.instant(row, "created_at"));
    }
}
