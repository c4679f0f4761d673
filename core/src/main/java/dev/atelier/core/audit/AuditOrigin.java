package dev.atelier.core.audit;

import org.jspecify.annotations.Nullable;

/**
 * Where a change comes from.
 *
 * @param ip address of the caller; null where no request came over a network
 * @param requestId ties the entry to the server's log; null outside of requests
 */
public record AuditOrigin(
        AuditActor actor, @Nullable String ip, @Nullable String requestId) {
    public static final AuditOrigin SYSTEM = new AuditOrigin(AuditActor.SYSTEM, null, null);

    /** A command, run by the operating system's account that runs this process. */
    public static AuditOrigin cli() {
        return new AuditOrigin(AuditActor.cli(System.getProperty("user.name", "?")), null, null);
    }

    /** The same change as another org may see it: without the person behind it. */
    public AuditOrigin asOperator() {
        return new AuditOrigin(AuditActor.OPERATOR, null, requestId);
    }
}
