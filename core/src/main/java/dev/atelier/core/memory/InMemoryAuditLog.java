package dev.atelier.core.memory;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.audit.AuditEntry;
import dev.atelier.core.audit.AuditFilter;
import dev.atelier.core.audit.AuditId;
import dev.atelier.core.audit.spi.AuditLog;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import java.util.Comparator;

/** Audit entries by id. */
final class InMemoryAuditLog implements AuditLog {
    private final InMemoryDatabase database;
    private final InMemoryTable<AuditId, AuditEntry> entries;

    InMemoryAuditLog(InMemoryDatabase database) {
        this.database = database;
        this.entries = new InMemoryTable<>(database, Comparator.comparing(AuditId::value));
    }

    @Override
    public void append(AuditEntry entry) {
        database.run(() -> entries.insert(entry.id(), entry, "audit entry " + entry.id()));
    }

    @Override
    public Page<AuditEntry> entries(OrgId org, AuditFilter filter, PageRequest page) {
        return database.inTransaction(() -> Pages.of(
                entries.values(),
                entry -> entry.org().equals(org) && filter.passes(entry),
                entry -> new Pages.Place(entry.at(), entry.id().toString()),
                Pages.NEWEST_FIRST,
                page));
    }
}
