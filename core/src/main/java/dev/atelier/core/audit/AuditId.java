package dev.atelier.core.audit;

import java.util.UUID;

/** Names one entry of the audit log. */
public record AuditId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
