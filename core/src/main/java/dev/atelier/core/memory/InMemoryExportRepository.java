package dev.atelier.core.memory;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.gallery.ExportId;
import dev.atelier.core.gallery.ImageExport;
import dev.atelier.core.gallery.spi.ExportRepository;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Exports by id. */
final class InMemoryExportRepository implements ExportRepository {
    private final InMemoryDatabase database;
    private final InMemoryTable<ExportId, ImageExport> exports;

    InMemoryExportRepository(InMemoryDatabase database) {
        this.database = database;
        this.exports = new InMemoryTable<>(database, Comparator.comparing(ExportId::value));
    }

    @Override
    public void insert(ImageExport export) {
        database.run(() -> exports.insert(export.id(), export, "export " + export.id()));
    }

    @Override
    public Optional<ImageExport> find(OrgId org, ExportId export) {
        return database.inTransaction(
                () -> exports.get(export).filter(found -> found.caller().org().equals(org)));
    }

    @Override
    public int forgetBefore(Instant time) {
        return database.inTransaction(() -> {
            List<ExportId> old = exports.values().stream()
                    .filter(export -> export.expiresAt().isBefore(time))
                    .map(ImageExport::id)
                    .toList();
            old.forEach(exports::remove);
            return old.size();
        });
    }
}
