package dev.atelier.core.memory;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import dev.atelier.core.upload.Upload;
import dev.atelier.core.upload.UploadId;
import dev.atelier.core.upload.spi.UploadRepository;
import java.util.Comparator;
import java.util.Optional;

/** Uploads by id. */
final class InMemoryUploadRepository implements UploadRepository {
    private final InMemoryDatabase database;
    private final InMemoryTable<UploadId, Upload> uploads;

    InMemoryUploadRepository(InMemoryDatabase database) {
        this.database = database;
        this.uploads = new InMemoryTable<>(database, Comparator.comparing(UploadId::value));
    }

    @Override
    public void insert(Upload upload) {
        database.run(() -> uploads.insert(upload.id(), upload, "upload " + upload.id()));
    }

    @Override
    public void update(Upload upload) {
        database.run(() -> uploads.replace(upload.id(), upload, "upload " + upload.id()));
    }

    @Override
    public Optional<Upload> find(OrgId org, UploadId upload) {
        return database.inTransaction(
                () -> uploads.get(upload).filter(found -> found.org().equals(org)));
    }

    @Override
    public Page<Upload> list(OrgId org, PageRequest page) {
        return database.inTransaction(() -> Pages.of(
                uploads.values(),
                upload -> upload.org().equals(org) && upload.ready(),
                upload -> new Pages.Place(upload.createdAt(), upload.id().toString()),
                Pages.NEWEST_FIRST,
                page));
    }

    @Override
    public void delete(OrgId org, UploadId upload) {
        database.run(() -> find(org, upload).ifPresent(found -> uploads.remove(upload)));
    }
}
