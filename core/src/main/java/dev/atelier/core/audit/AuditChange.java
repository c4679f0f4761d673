package dev.atelier.core.audit;

import org.jspecify.annotations.Nullable;

/**
 * One change that goes into the audit log.
 *
 * @param action a word of {@link AuditAction}, or one that a newer version wrote
 * @param before null if there was nothing before, or nothing to tell
 * @param after null if there is nothing left, or nothing to tell
 */
public record AuditChange(
        String action,
        AuditSubject subject,
        @Nullable AuditDetails before,
        @Nullable AuditDetails after) {

    /** Something new. */
    public static AuditChange made(AuditAction action, AuditSubject subject, AuditDetails after) {
        return new AuditChange(action.word(), subject, null, after);
    }

    /** Something that is no more. */
    public static AuditChange gone(AuditAction action, AuditSubject subject, AuditDetails before) {
        return new AuditChange(action.word(), subject, before, null);
    }

    /** Something that is done, with nothing to compare. */
    public static AuditChange done(AuditAction action, AuditSubject subject) {
        return new AuditChange(action.word(), subject, null, null);
    }

    /** What is otherwise now; see {@link #changesNothing}. */
    public static AuditChange between(
            AuditAction action, AuditSubject subject, AuditDetails before, AuditDetails after) {
        return new AuditChange(action.word(), subject, before.unlike(after), after.unlike(before));
    }

    /** True if before and after were compared and are the same: that is no entry. */
    public boolean changesNothing() {
        return before != null && after != null && before.isEmpty() && after.isEmpty();
    }
}
