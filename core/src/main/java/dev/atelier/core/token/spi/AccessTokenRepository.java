package dev.atelier.core.token.spi;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.credit.HoldId;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.token.AccessToken;
import dev.atelier.core.token.AccessTokenId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Access tokens and which holds they caused. Rows stay when a token is revoked or expires.
 *
 * <p>Every implementation passes {@code AccessTokenRepositoryContract}. Thread-safe; joins the caller's transaction. Another org's id
 * finds nothing.
 */
public interface AccessTokenRepository {
    /** @throws RuntimeException if the id or the value's hash is there already */
    void insert(AccessToken token);

    /** Changes the value, the one before and the revocation; terms and last use stay. */
    void update(AccessToken token);

    /** Finds by the hash of the value or of the one before, whether they are good or not. */
    Optional<AccessToken> findByHash(String hash);

    Optional<AccessToken> find(OrgId org, AccessTokenId token);

    /** Like {@link #find}, and keeps others that lock it waiting until the caller's transaction ends. */
    Optional<AccessToken> lock(OrgId org, AccessTokenId token);

    /** The person's tokens in the org, newest first. */
    List<AccessToken> ofUser(OrgId org, UserId user);

    /** All tokens of the org, newest first. */
    List<AccessToken> ofOrg(OrgId org);

    /** Notes a use, unless a later one is known. */
    void used(AccessTokenId token, AccessToken.LastUse use);

    /** Notes that the token caused this hold; a hold has one cause at most. */
    void insertHold(OrgId org, AccessTokenId token, HoldId hold, GenerationId generation, Instant at);

    /**
     * What tokens spent: the parts of their holds that were charged or are still held.
     *
     * @param since for each token, the first moment whose holds count
     * @return credits for each of these tokens
     */
    Map<AccessTokenId, Long> spent(OrgId org, Map<AccessTokenId, Instant> since);

    /** The token that began the generation; empty if a person did. */
    Optional<AccessTokenId> tokenOf(OrgId org, GenerationId generation);
}
