package dev.atelier.core.audit;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.audit.spi.AuditLog;
import dev.atelier.core.shared.Ids;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/**
 * Writes a change into the audit log of an org. Called inside the transaction that makes the change, so that neither is there without
 * the other. Thread-safe.
 */
public final class RecordChange {
    private final AuditLog log;
    private final Ids ids;
    private final Clock clock;

    public RecordChange(AuditLog log, Ids ids, Clock clock) {
        this.log = log;
        this.ids = ids;
        this.clock = clock;
    }

    /** Writes nothing if the change was compared and changes nothing. */
    public void record(OrgId org, AuditOrigin origin, AuditChange change) {
        if (!change.changesNothing()) {
            log.append(new AuditEntry(
                    new AuditId(ids.next()), org, clock.instant().truncatedTo(ChronoUnit.MICROS), origin, change));
        }
    }
}
