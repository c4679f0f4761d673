package dev.atelier.core.account;

import java.time.Instant;

/**
 * A link that signs a member in once.
 *
 * @param keyHash SHA-256 in hex of the key in the link
 * @param sessionVersion the person's {@link User#sessionVersion()} when the link was made: one made before a change of the password is
 *     void
 */
public record SignInLink(String keyHash, OrgId org, UserId user, int sessionVersion, Instant expiresAt) {
    /** Leaves the hash out. */
    @Override
    public String toString() {
        return "SignInLink[" + user + "]";
    }
}
