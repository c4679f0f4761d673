package dev.atelier.core.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An invitation to join an org, answered once with a password.
 *
 * @param tokenHash SHA-256 in hex of the token in the link
 */
public record Invite(
        InviteId id,
        OrgId org,
        String email,
        Role role,
        String tokenHash,
        UserId invitedBy,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant acceptedAt) {
    @Override
    public String toString() {
        return "Invite[" + id + "]";
    }
}
