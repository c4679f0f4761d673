package dev.atelier.core.audit;

import dev.atelier.core.account.OrgId;
import java.time.Instant;

/**
 * One line of an org's audit log: what happened to what, when, and at whose hand.
 *
 * @param at to the microsecond
 */
public record AuditEntry(AuditId id, OrgId org, Instant at, AuditOrigin origin, AuditChange change) {}
