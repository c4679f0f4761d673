package dev.atelier.core.audit.spi;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.audit.AuditEntry;
import dev.atelier.core.audit.AuditFilter;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;

/**
 * The log of each org, which only grows: there is no way to change or to remove an entry, and a database refuses both. Thread-safe;
 * joins the caller's transaction.
 */
public interface AuditLog {
    /** @throws RuntimeException if the entry's id is taken */
    void append(AuditEntry entry);

    /**
     * The org's entries, newest first.
     *
     * @throws IllegalArgumentException if the cursor is not of this list
     */
    Page<AuditEntry> entries(OrgId org, AuditFilter filter, PageRequest page);
}
