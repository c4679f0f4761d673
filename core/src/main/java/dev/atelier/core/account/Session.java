package dev.atelier.core.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One signed-in session: a family of refresh tokens of which only the newest is good.
 *
 * @param refreshHash SHA-256 in hex of the current refresh token
 * @param previousHash hash of the token before it, which within a short grace still gets the current one's successor
 * @param sessionVersion the person's {@link User#sessionVersion()} when the session began
 * @param rotatedAt when the refresh token last changed
 * @param lastSeenAt when it was last used, to a minute or so
 */
public record Session(
        SessionId id,
        UserId user,
        OrgId org,
        String refreshHash,
        @Nullable String previousHash,
        int sessionVersion,
        Instant createdAt,
        Instant rotatedAt,
        Instant expiresAt,
        @Nullable Instant revokedAt,
        SessionOrigin origin,
        Instant lastSeenAt) {

    /** The session with a new refresh token. */
    public Session rotated(String newHash, Instant now) {
        return new Session(
                id,
                user,
                org,
                newHash,
                refreshHash,
                sessionVersion,
                createdAt,
                now,
                expiresAt,
                revokedAt,
                origin,
                lastSeenAt);
    }

    /** The session with its unused refresh token replaced; the one before stays the one before. */
    public Session replaced(String newHash, String stillPrevious) {
        return new Session(
                id,
                user,
                org,
                newHash,
                stillPrevious,
                sessionVersion,
                createdAt,
                rotatedAt,
                expiresAt,
                revokedAt,
                origin,
                lastSeenAt);
    }

    /** The session, ended. */
    public Session revoked(Instant now) {
        return new Session(
                id,
                user,
                org,
                refreshHash,
                previousHash,
                sessionVersion,
                createdAt,
                rotatedAt,
                expiresAt,
                now,
                origin,
                lastSeenAt);
    }

    /** The session, used at that time; an earlier time changes nothing. */
    public Session seen(Instant at) {
        return at.isAfter(lastSeenAt)
                ? new Session(
                        id,
                        user,
                        org,
                        refreshHash,
                        previousHash,
                        sessionVersion,
                        createdAt,
                        rotatedAt,
                        expiresAt,
                        revokedAt,
                        origin,
                        at)
                : this;
    }

    @Override
    public String toString() {
        return "Session[" + id + "]";
    }
}
