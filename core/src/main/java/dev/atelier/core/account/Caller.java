package dev.atelier.core.account;

import dev.atelier.core.token.AccessTokenId;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, in whose name. Given to every use case that reads or changes a tenant's rows; never kept in a thread-local.
 *
 * @param token the access token through which the person's program asks, which may limit what is spent; null if he asks himself
 */
public record Caller(OrgId org, UserId user, @Nullable AccessTokenId token) {
    /** A person who asks himself. */
    public Caller(OrgId org, UserId user) {
        this(org, user, null);
    }
}
